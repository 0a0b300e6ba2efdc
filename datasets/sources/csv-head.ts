// Reads the first record of a CSV file, for its columns.
import { open } from 'node:fs/promises';
import { ExtractError } from '../extract-error.ts';
import type { CsvSource } from '../policy/source-declaration.ts';

const headBytes = 1024 * 1024;

export type CsvHead = {
  fields: string[];
  /** Lines up to the end of that record, the skipped ones among them. */
  endLine: number;
};

/** `path` is UTF-8. Throws ExtractError `bad-source` for an empty file, an unclosed quote, a name that is empty or comes twice. */
export async function readCsvHead(path: string, dialect: CsvSource, label: string): Promise<CsvHead> {
  const text = await readStart(path);
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const start = dialect.skipLines;
  const fields: string[] = [];
  if (text === '' || lines.length <= start)
    throw new ExtractError(
      'bad-source',
      `${label}: expected a header in line ${start + 1}, got the end of the file; the file may be empty or cut off`,
    );
  if (!dialect.header) return { fields, endLine: start };
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
  return { fields: header, endLine: line + 1 };
}

async function readStart(path: string): Promise<string> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  return buffer.toString('utf8', 0, bytesRead);
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
