// Tells what DuckDB found wrong in a CSV file without repeating what the file says: its rows are about people.
import { ExtractError } from '../../extract-error.ts';
import type { CsvLoad } from '../engine.ts';

/**
 * Undefined where the engine failed at something else than the file. The engine's own message quotes the offending line, so it
 * is taken apart and never passed on, not even as a cause.
 */
export function csvRefusal(error: ExtractError, load: CsvLoad): ExtractError | undefined {
  if (error.code !== 'engine-failed' || !(error.cause instanceof Error)) return undefined;
  const { message } = error.cause;
  if (!/CSV/.test(message)) return undefined;
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const where = line ? `${load.label}, line ${Number(line)}` : load.label;
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (counts)
    return refusal(
      where,
      `${counts[1]} columns`,
      `${counts[2]}`,
      'mend the line, or declare the delimiter and quote that the file really uses',
    );
  if (/not utf-8|invalid unicode/i.test(message))
    return refusal(
      where,
      'UTF-8',
      'bytes that are not',
      'declare the encoding that the file really has under source.csv.encoding',
    );
  if (/unterminated quote/i.test(message))
    return refusal(
      where,
      'every quote to be closed',
      'one that is not',
      'the file may be cut off, or source.csv.quote may be wrong',
    );
  if (/state machine/i.test(message))
    return refusal(
      where,
      'lines that end alike and quotes only around whole fields',
      'a file that mixes them',
      'write it again with one kind of line ending, or correct source.csv.quote',
    );
  if (/maximum line size|line.*size.*exceed/i.test(message))
    return refusal(
      where,
      'lines of at most 16 MiB',
      'a longer one',
      'a quote may be missing; correct the file or source.csv.quote',
    );
  if (/quote/i.test(message))
    return refusal(
      where,
      'a quoted field to end at the delimiter',
      'text after its closing quote',
      'double the quotes inside fields, or correct source.csv.quote',
    );
  return refusal(
    where,
    'records in the declared dialect',
    'something else',
    'compare the file with source.csv in the policy',
  );
}

const refusal = (where: string, expected: string, got: string, mend: string) =>
  new ExtractError('bad-source', `${where}: expected ${expected}, got ${got}; ${mend}`);
