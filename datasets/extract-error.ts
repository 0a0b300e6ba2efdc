// The one error class of the extract engine, with its closed list of codes.

/** What went wrong, for programs; the message is for people and says what was expected, what was got, how to mend it. */
export const extractErrorCodes = [
  'bad-policy',
  'bad-source',
  'bad-key',
  'bad-signature',
  'bad-waiver',
  'bad-seal',
  'bad-identifier-set',
  'output-exists',
  'cancelled',
  'engine-failed',
] as const;

export type ExtractErrorCode = (typeof extractErrorCodes)[number];

/** A closed gate is no error: it is an outcome of `runExtract`. */
export class ExtractError extends Error {
  override readonly name = 'ExtractError';
  readonly code: ExtractErrorCode;

  constructor(code: ExtractErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
