// The extract policy as a data steward writes it: what leaves the source, table by table, column by column.
import { z } from 'zod';
import { identifierClasses } from '../identifiers/identifier-set.ts';
import { dictionaryClasses, dictionaryLocales } from './dictionary-classes.ts';

const name = z.string().min(1);
/** Tables become file names, so their names are plain. */
const tableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'letters, digits and underscores');
const oneCharacter = z.string().length(1, 'exactly one character');
const columnPath = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*\..+$/, 'table.column');

export const ColumnType = z.union([
  z.enum(['text', 'integer', 'double', 'boolean', 'date', 'timestamp']),
  z.templateLiteral(['decimal(', z.int(), ',', z.int(), ')']),
]);

const Generalize = z.strictObject({
  /** Whole-number bands of this width: 1000 gives "2000..2999". */
  band: z.int().positive().optional(),
  /** A date to its year or month. */
  to: z.enum(['year', 'month']).optional(),
  /** A date to bands of years: 10 gives "1960..1969". */
  yearBand: z.int().positive().optional(),
  /** The first characters. */
  prefix: z.int().positive().optional(),
  /** Named values to others; everything else becomes `otherwise`, or null without one. */
  map: z.record(z.string(), z.string()).optional(),
  otherwise: z.string().optional(),
  /** A birth number YYMMDD… with months raised by 50 for women: its sex, or its birth year in bands of that many years. */
  birthNumber: z.union([z.literal('sex'), z.strictObject({ yearBand: z.int().positive() })]).optional(),
  /** `table.column` of the row that this column points at, instead of the pointer. */
  lookup: columnPath.optional(),
});
export type Generalize = z.infer<typeof Generalize>;

const ColumnRule = z.preprocess(
  (rule) => (rule === 'keep' || rule === 'drop' ? { [rule]: true } : rule),
  z.strictObject(
    {
      /** Source column; the output column's own name when not given. */
      from: name.optional(),
      type: ColumnType.default('text'),
      /** Of a date or timestamp whose format differs from the source's. */
      format: name.optional(),
      keep: z.literal(true).optional(),
      drop: z.literal(true).optional(),
      /** Names the domain: one value has one pseudonym in all columns of a domain, another in every other domain. */
      pseudonymize: name.optional(),
      dictionary: z
        .strictObject({ class: z.enum(dictionaryClasses), locale: z.enum(dictionaryLocales).default('en') })
        .optional(),
      generalize: Generalize.optional(),
      shiftDates: z.literal(true).optional(),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? 'expected keep, drop or a mapping such as { pseudonymize: customer }' : undefined,
    },
  ),
);
export type ColumnRule = z.infer<typeof ColumnRule>;

const PolicyTable = z.strictObject({
  key: z.array(name).min(1),
  /** By output name. A source column that is not named here does not leave the source. */
  columns: z.record(name, ColumnRule),
});

const Relation = z.strictObject({
  child: tableName,
  columns: z.array(name).min(1),
  parent: tableName,
  /** The parent's key when not given; any unique columns of it otherwise. */
  parentColumns: z.array(name).min(1).optional(),
  /**
   * Many subjects point at one parent row (a branch, a product): the row comes along, what else points at it does not.
   * Without it the rows of both sides belong to the same subject.
   */
  reference: z.boolean().default(false),
});

export const csvEncodings = ['utf-8', 'utf-16le', 'iso-8859-1', 'iso-8859-2', 'windows-1250', 'windows-1252'] as const;

const CsvFile = z.preprocess(
  (file) => (typeof file === 'string' ? { file } : file),
  z.strictObject({ file: name, columns: z.array(name).min(1).optional() }),
);

const CsvSource = z.strictObject({
  delimiter: oneCharacter,
  quote: oneCharacter.nullable(),
  encoding: z.enum(csvEncodings),
  header: z.boolean(),
  /** Lines to pass over before the header or the first record. */
  skipLines: z.int().nonnegative().default(0),
  /** Whether a quoted text may mean null too. */
  quotedNulls: z.boolean().default(false),
  files: z.record(tableName, CsvFile),
});
export type CsvSource = z.infer<typeof CsvSource>;

const Identifier = z.strictObject({
  name,
  /** One column, or several whose values form one identifier together (first and last name). */
  columns: z.array(columnPath).min(1),
  class: z.enum(identifierClasses),
  context: z.array(name).default([]),
  minimumEntropyBits: z.number().positive().default(48),
  /** Columns of the same table that, with this identifier in one row, give a person away even without context. */
  tuple: z.array(columnPath).min(1).optional(),
});
export type Identifier = z.infer<typeof Identifier>;

export const ExtractPolicy = z.strictObject({
  schema: z.literal('practicum/extract-policy/1'),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lowercase letters, digits and hyphens'),
  useCase: name,
  description: z.string().optional(),
  /** The spelling of values is the same wherever the rows are kept: one policy serves a database with its own dump. */
  source: z.strictObject({
    /** Texts that mean null. */
    nulls: z.array(z.string()).default(['']),
    /** Of dates that are kept as text. */
    dateFormat: name.default('YYYY-MM-DD'),
    timestampFormat: name.default('ISO'),
    /** Two-digit years mean the hundred years from this one. */
    centuryFrom: z.int().min(1).max(9900).default(1970),
    csv: CsvSource.optional(),
    postgres: z.strictObject({ schema: name.default('public') }).optional(),
  }),
  subject: z.strictObject({
    table: tableName,
    /** At most this many subjects; `all` says so. */
    budget: z.union([z.int().positive(), z.literal('all')]),
    /** Dates of a subject move together by at most this many whole weeks; `none` says that dates are left alone. */
    shiftWeeks: z.union([z.int().min(1).max(520), z.literal('none')]),
  }),
  tables: z.record(tableName, PolicyTable),
  relations: z.array(Relation),
  privacy: z.strictObject({
    tier: z.enum(['internal', 'default', 'external']),
    k: z.int().min(2).optional(),
    /** Output columns, as table.column; `none` says that there are none. */
    quasiIdentifiers: z.union([z.literal('none'), z.array(columnPath).min(1)]),
    /** Largest share of the chosen subjects that may be left out to reach k. */
    suppression: z.number().min(0).max(0.5).default(0),
  }),
  identifiers: z.union([z.literal('none'), z.array(Identifier).min(1)]),
});
export type ExtractPolicy = z.infer<typeof ExtractPolicy>;
export type Spelling = Pick<ExtractPolicy['source'], 'nulls' | 'dateFormat' | 'timestampFormat' | 'centuryFrom'>;
