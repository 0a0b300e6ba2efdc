// The port behind which an engine keeps everything that is its own: files, SQL, memory, interruption.
import type { Cell } from './cell.ts';
import type { CodedColumn } from './coded-column.ts';
import type { ColumnDefinition, CsvDialect, TextSpelling } from './csv-dialect.ts';
import type { DatabaseColumn, DatabaseSchema } from './database-schema.ts';
import type { Expression, ValueType } from './expression.ts';
import type { Relation } from './relation.ts';

export type { Cell };

/**
 * One private database for one run. Tables are named by the caller and live until the engine is closed.
 * Every call may be interrupted by the signal the engine was opened with: ExtractError `cancelled`.
 */
export interface Engine extends AsyncDisposable {
  /**
   * Reads one file of UTF-8 CSV into a table with a first column `rowColumn` that numbers rows from `firstRow`, new or with rows
   * already; answers how many came. Asserts the number of columns and every value's type, never sniffs.
   * Throws ExtractError `bad-source`.
   */
  loadCsv(load: CsvLoad): Promise<number>;
  /** Says what several Parquet files of one schema hold, from their footers alone. Throws ExtractError `bad-source`. */
  describeParquet(parts: { files: readonly string[]; label: string }): Promise<ParquetDescription>;
  /**
   * Reads Parquet files into a new table, rows numbered from `firstRow` in the order of the files and of the rows in them.
   * Only the named columns are read, natively; asserts that every value is one of its declared type. Throws ExtractError `bad-source`.
   */
  loadParquet(load: ParquetLoad): Promise<number>;
  /** Opens a file of the engine's own kind to read only; one at a time. Throws ExtractError `bad-source`. */
  attachDatabase(file: string, label: string): Promise<AttachedDatabase>;
  /** Creates a table from values at hand: dictionaries, keys. Values travel as data, never inside SQL text. */
  createFromValues(
    table: string,
    columns: Readonly<Record<string, ValueType>>,
    rows: readonly (readonly (Cell | Uint8Array)[])[],
  ): Promise<void>;
  /** Creates or replaces a table with what the relation says; answers its rows. */
  create(table: string, relation: Relation): Promise<number>;
  /** Gives a relation a name like a table's: it is worked out whenever it is read, until something is created or changed there. */
  define(table: string, relation: Relation): Promise<void>;
  /** Whether the name stands for such a relation, and not for rows that are kept. */
  isDefined(table: string): boolean;
  /** Adds rows to a table of the same columns; answers how many. */
  insert(table: string, relation: Relation): Promise<number>;
  /** Takes out the rows for which the condition holds; it reaches their columns under the alias `t`. */
  remove(table: string, where: Expression<'boolean'>): Promise<void>;
  /** Reads a small result, in the order of the relation's columns. */
  rows(relation: Relation): Promise<Cell[][]>;
  /** Reads thousands of rows column by column, in the order of the relation's columns and rows. */
  columns(relation: Relation): Promise<Cell[][]>;
  /** Reads millions of rows compactly, column by column as codes, in the order of the relation's rows. */
  codes(relation: Relation): Promise<CodedColumn[]>;
  /** Writes a Parquet file, rows in the relation's order: the same bytes for the same rows and metadata at any thread count. */
  writeParquet(path: string, relation: Relation, metadata?: Readonly<Record<string, string>>): Promise<void>;
  /** Writes a CSV file (RFC 4180, UTF-8, header), rows in the relation's order: the same bytes at any thread count. */
  writeCsv(path: string, relation: Relation): Promise<void>;
  /** Lets a Parquet file be read as a table of that name, from its bytes as they are when it is read; `position` counts its rows from 0. */
  viewParquet(table: string, path: string, position?: string): Promise<void>;
  /** Every text that a Parquet file holds beside its rows: writer, metadata, names, smallest and largest texts of columns. */
  parquetTexts(path: string): Promise<string[]>;
}

type Load = {
  table: string;
  /** What to call the place that is read in errors. */
  label: string;
  /** Those to keep. */
  columns: readonly ColumnDefinition[];
  rowColumn: string;
  firstRow: bigint;
};

export type CsvLoad = Load & {
  file: string;
  dialect: CsvDialect;
  /** Every column of the file, in its order. */
  header: readonly string[];
  /** Columns that were typed where they come from, with that type: they are spelt in one way, whatever the dialect says. */
  native?: ReadonlyMap<string, ColumnDefinition['type']>;
};

/** Of a source whose columns have types: the spelling is that of its text columns. */
export type TypedLoad = Load & { spelling: TextSpelling };

export type ParquetLoad = TypedLoad & { files: readonly string[] };

export type DatabaseLoad = TypedLoad & { schema: string; source: string };

export type ParquetDescription = {
  rows: bigint;
  columns: readonly DatabaseColumn[];
  /** Keys with values that the writer put into the files. */
  metadata: readonly (readonly [key: string, value: string])[];
};

/** All tables are read as they stood when it was opened: nobody can write to the file meanwhile. */
export interface AttachedDatabase extends AsyncDisposable {
  describe(schema: string): Promise<DatabaseSchema>;
  /** As `loadParquet`, in the order in which the file keeps its rows. */
  load(load: DatabaseLoad): Promise<number>;
}
