// What a source says of itself: its tables with columns and keys, without one value of its rows.
import type { DatabaseColumn, DatabaseSchema, DatabaseTable, DatabaseView } from '../engines/database-schema.ts';

export const sourceKinds = ['csv', 'parquet', 'duckdb', 'postgres'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export type SourceSchema = DatabaseSchema & { kind: SourceKind };
export type SourceTable = DatabaseTable;
export type SourceSchemaColumn = DatabaseColumn;
export type SourceView = DatabaseView;

/** Files declare no keys and keep no comments. */
export const tableOfFile = (name: string, columns: readonly SourceSchemaColumn[]): SourceTable => ({
  name,
  comment: null,
  columns,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  estimatedRows: null,
  partitions: [],
  inherits: [],
});
