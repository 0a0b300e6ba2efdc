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

/** A full disk is told in the same words wherever it is met; any other error stays what it is. */
export function tellFullDisk(error: unknown): unknown {
  if (!isFullDisk(error)) return error;
  return new ExtractError('engine-failed', 'the disk is full; make room where the extract is to stand', {
    cause: error,
  });
}

export const isFullDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
