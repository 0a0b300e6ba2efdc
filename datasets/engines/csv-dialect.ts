// How values are written where they are text, as an engine needs to know it.
import type { ValueType } from './expression.ts';

/** The same wherever a text stands: in a CSV file, or in a text column of a database. */
export type TextSpelling = {
  nulls: readonly string[];
  /** In the letters of `dateFormatLetters`, or `ISO`. */
  dateFormat: string;
  timestampFormat: string;
  /** First year of the hundred that two-digit years mean. */
  centuryFrom: number;
  decimalMark: '.' | ',';
};

export type CsvDialect = TextSpelling & {
  delimiter: string;
  /** Null where fields are never quoted. */
  quote: string | null;
  /** What stands before a quote inside a quoted field; the quote itself where null. */
  escape: string | null;
  /** Lines before the header or the first record; a quote among them would be taken for one that opens a field. */
  skipLines: number;
  header: boolean;
  /** Whether a quoted field may be null: `"?"` as well as `?`. */
  quotedNulls: boolean;
  /** Whether a backslash spells what a field cannot hold, as PostgreSQL's COPY does: \n, \t, \\. */
  backslashes: boolean;
};

export type ColumnDefinition = {
  name: string;
  type: Exclude<ValueType, 'bytes'>;
  /** Overrides the dialect's format, for dates and timestamps. */
  format?: string;
};

/** Letters of a declared format, with what each stands for in a strptime pattern. */
export const dateFormatLetters = [
  ['YYYY', '%Y'],
  ['YY', '%y'],
  ['MM', '%m'],
  ['DD', '%d'],
  ['hh', '%H'],
  ['mm', '%M'],
  ['ss', '%S'],
] as const;
