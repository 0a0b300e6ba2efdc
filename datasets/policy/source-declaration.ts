// What a policy says of the places its tables are read from, with the spelling of values there.
import { z } from 'zod';
import { name, tableName } from './names.ts';

const oneCharacter = z.string().length(1, 'exactly one character');

export const csvEncodings = ['utf-8', 'utf-16le', 'iso-8859-1', 'iso-8859-2', 'windows-1250', 'windows-1252'] as const;

const CsvFile = z.preprocess(
  (file) => (typeof file === 'string' ? { file } : file),
  z.strictObject({ file: name, columns: z.array(name).min(1).optional() }),
);

const CsvSource = z.strictObject({
  delimiter: oneCharacter,
  quote: oneCharacter.nullable(),
  /** What stands before a quote inside quotes, where quotes are not doubled there. */
  escape: oneCharacter.optional(),
  encoding: z.enum(csvEncodings),
  header: z.boolean(),
  /** Lines to pass over before the header or the first record. */
  skipLines: z.int().nonnegative().default(0),
  /** Whether a quoted text may mean null too. */
  quotedNulls: z.boolean().default(false),
  files: z.record(tableName, CsvFile),
});
export type CsvSource = z.infer<typeof CsvSource>;

/** A table's file, or a glob of its parts, which are read in the order of their names. */
const ParquetSource = z.strictObject({ files: z.record(tableName, name) });
export type ParquetSource = z.infer<typeof ParquetSource>;

/** The spelling of values is the same wherever the rows are kept: one policy serves a database with its own dump. */
export const SourceDeclaration = z.strictObject({
  /** Texts that mean null. */
  nulls: z.array(z.string()).default(['']),
  /** Of dates that are kept as text. */
  dateFormat: name.default('YYYY-MM-DD'),
  timestampFormat: name.default('ISO'),
  /** Two-digit years mean the hundred years from this one. */
  centuryFrom: z.int().min(1).max(9900).default(1970),
  /** Of decimals and doubles that are kept as text. */
  decimalMark: z.enum(['.', ',']).default('.'),
  csv: CsvSource.optional(),
  parquet: ParquetSource.optional(),
  duckdb: z.strictObject({ schema: name.default('main') }).optional(),
  postgres: z.strictObject({ schema: name.default('public') }).optional(),
});
export type SourceDeclaration = z.infer<typeof SourceDeclaration>;
export type Spelling = Pick<
  SourceDeclaration,
  'nulls' | 'dateFormat' | 'timestampFormat' | 'centuryFrom' | 'decimalMark'
>;
