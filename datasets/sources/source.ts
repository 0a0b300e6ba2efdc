// The port of a place that data comes from.
import type { ColumnDefinition } from '../engines/csv-dialect.ts';
import type { SourceSchema } from './source-schema.ts';

/**
 * One consistent view of a source, opened onto one engine for one run. Errors are ExtractError `bad-source` and never hold
 * credentials or rows.
 */
export interface Source extends AsyncDisposable {
  /** Everything that a policy could name: tables with columns and keys, and the views that it could not. */
  describe(): Promise<SourceSchema>;
  /** Names of a table's columns in their order, or undefined where the source has no such table. */
  columnsOf(table: string): Promise<readonly string[] | undefined>;
  /** Reads the named columns into a table of the engine, numbering its rows from `firstRow`; answers how many. */
  load(table: string, columns: readonly ColumnDefinition[], into: EngineTable): Promise<number>;
}

export type EngineTable = { name: string; rowColumn: string; firstRow: bigint };
