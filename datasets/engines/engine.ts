// The port behind which an engine keeps everything that is its own: files, SQL, memory, interruption.
import type { CodedColumn } from './coded-column.ts';
import type { ColumnDefinition, CsvDialect } from './csv-dialect.ts';
import type { ValueType } from './expression.ts';
import type { Relation } from './relation.ts';

export type Cell = string | bigint | number | boolean | null;

/**
 * One private database for one run. Tables are named by the caller and live until the engine is closed.
 * Every call may be interrupted by the signal the engine was opened with: ExtractError `cancelled`.
 */
export interface Engine extends AsyncDisposable {
  /**
   * Reads one file of UTF-8 CSV into a new table with a first column `rowColumn` that numbers rows from `firstRow`.
   * Asserts the number of columns and every value's type, never sniffs. Throws ExtractError `bad-source`.
   */
  loadCsv(load: CsvLoad): Promise<number>;
  /** Creates a table from values at hand: dictionaries, keys. Values travel as data, never inside SQL text. */
  createFromValues(
    table: string,
    columns: Readonly<Record<string, ValueType>>,
    rows: readonly (readonly (Cell | Uint8Array)[])[],
  ): Promise<void>;
  /** Creates or replaces a table with what the relation says; answers its rows. */
  create(table: string, relation: Relation): Promise<number>;
  /** Adds rows to a table of the same columns; answers how many. */
  insert(table: string, relation: Relation): Promise<number>;
  /** Reads a small result, in the order of the relation's columns. */
  rows(relation: Relation): Promise<Cell[][]>;
  /** Reads millions of rows compactly, column by column as codes, in the order of the relation's rows. */
  codes(relation: Relation): Promise<CodedColumn[]>;
  /** Writes a Parquet file, rows in the relation's order: the same bytes for the same rows at any thread count. */
  writeParquet(path: string, relation: Relation): Promise<void>;
}

export type CsvLoad = {
  table: string;
  file: string;
  /** What to call the file in errors. */
  label: string;
  dialect: CsvDialect;
  /** Every column of the file, in its order. */
  header: readonly string[];
  /** Those to keep. */
  columns: readonly ColumnDefinition[];
  rowColumn: string;
  firstRow: bigint;
};
