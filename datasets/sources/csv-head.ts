// Reads the first record of a CSV file, for its columns.
import { ExtractError } from '../extract-error.ts';
import type { CsvSource } from '../policy/source-declaration.ts';
import { readUtf8Start } from './utf8-start.ts';

export type CsvHead = {
  /** Empty where the file has no header. */
  fields: string[];
  /** Where the lines to pass over end. */
  startByte: number;
  /** Whether a quote stands in those lines: whoever counts records instead of lines would lose their way. */
  quoteBefore: boolean;
};

/** `path` is UTF-8. Throws ExtractError `bad-source` for an empty file, an unclosed quote, a name that is empty or comes twice. */
export async function readCsvHead(path: string, dialect: CsvSource, label: string): Promise<CsvHead> {
  const { text, markBytes } = await readUtf8Start(path, label);
  const lines = text.split(/\r\n|\n|\r/);
  const start = dialect.skipLines;
  if (text === '' || lines.length <= start)
    throw new ExtractError(
      'bad-source',
      `${label}: expected a header in line ${start + 1}, got the end of the file; the file may be empty or cut off`,
    );
  const [before = ''] = new RegExp(`^(?:[^\\r\\n]*(?:\\r\\n|\\n|\\r)){${start}}`).exec(text) ?? [];
  const place = {
    startByte: markBytes + Buffer.byteLength(before),
    quoteBefore: dialect.quote !== null && before.includes(dialect.quote),
  };
  if (!dialect.header) return { fields: [], ...place };
  let line = start;
  let record = lines[line] ?? '';
  while (dialect.quote && count(withoutEscapes(record, dialect), dialect.quote) % 2 === 1) {
    line++;
    const next = lines[line];
    if (next === undefined)
      throw new ExtractError(
        'bad-source',
        `${label}, line ${start + 1}: expected every quote to be closed, got one that is not`,
      );
    record += `\n${next}`;
  }
  const header = splitRecord(record, dialect);
  assertNames(header, `${label}, line ${start + 1}`);
  return { fields: header, ...place };
}

const count = (text: string, character: string) => text.split(character).length - 1;

/** An escaped quote closes nothing. */
const withoutEscapes = (record: string, { escape: escapedBy, quote }: CsvSource) =>
  escapedBy === undefined || escapedBy === quote
    ? record
    : record.replaceAll(`${escapedBy}${escapedBy}`, '').replaceAll(`${escapedBy}${quote}`, '');

function splitRecord(record: string, { delimiter, quote, escape: escapedBy }: CsvSource): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < record.length; at++) {
    const character = record[at];
    if (quoted && escapedBy !== undefined && escapedBy !== quote && character === escapedBy)
      field += record[++at] ?? '';
    else if (character === quote) {
      // A doubled quote closes and opens at once: the field keeps one of them.
      if (!quoted && field !== '') field += character;
      quoted = !quoted;
    } else if (character === delimiter && !quoted) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  return [...fields, field];
}

function assertNames(header: string[], where: string): void {
  const seen = new Set<string>();
  for (const [position, name] of header.entries()) {
    if (name === '')
      throw new ExtractError('bad-source', `${where}: expected a name for column ${position + 1}, got none`);
    const folded = name.toLowerCase();
    if (seen.has(folded))
      throw new ExtractError('bad-source', `${where}: expected columns of different names, got ${name} twice`);
    seen.add(folded);
  }
}
