// What a source says of itself: its tables with columns and keys, without one value of its rows.
import type { ColumnDefinition } from '../engines/csv-dialect.ts';

export type SourceSchema = {
  kind: 'csv' | 'parquet' | 'duckdb' | 'postgres';
  /** In order of their names. */
  tables: readonly SourceTable[];
  /** Named so that nobody misses them; no policy can read them. */
  views: readonly SourceView[];
};

export type SourceTable = {
  name: string;
  comment: string | null;
  /** In the order of the table. */
  columns: readonly SourceSchemaColumn[];
  /** Empty where the source declares none: files never do. */
  primaryKey: readonly string[];
  /** Column lists that the source promises to be unique, the primary key not among them. */
  uniqueKeys: readonly (readonly string[])[];
  foreignKeys: readonly SourceForeignKey[];
  /** How many rows the source believes to have, where it knows without counting. */
  estimatedRows: bigint | null;
  /** Its parts, which are not listed as tables. */
  partitions: readonly string[];
};

export type SourceSchemaColumn = {
  name: string;
  /** As the source spells it: `character varying(40)`, `DECIMAL(10,2)`; `text` in a CSV file. */
  nativeType: string;
  /** What a policy would declare to read it without loss; null where none of ours holds it (a list, a blob). */
  type: ColumnDefinition['type'] | null;
  nullable: boolean;
  comment: string | null;
  /** Labels of an enum in their order; undefined for other types. */
  enumValues?: readonly string[];
};

export type SourceForeignKey = {
  columns: readonly string[];
  parent: string;
  parentColumns: readonly string[];
  /** Whether a row may point nowhere. */
  nullable: boolean;
};

export type SourceView = { name: string; materialized: boolean; comment: string | null };
