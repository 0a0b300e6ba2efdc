// The error of content that its authors have to mend.

/** Names the file, its line (from 1, where there is one), what was expected there and what was found. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly file: string;
  readonly line: number | undefined;

  constructor(file: string, line: number | undefined, what: string, options?: ErrorOptions) {
    super(`${line === undefined ? file : `${file}:${line}`}: ${what}`, options);
    this.file = file;
    this.line = line;
  }
}
