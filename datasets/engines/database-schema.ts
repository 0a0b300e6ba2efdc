// What a database or a file says of its tables: names, types, keys, never one value of its rows.
import type { ColumnDefinition } from './csv-dialect.ts';

export type DatabaseSchema = {
  /** In order of their names. */
  tables: readonly DatabaseTable[];
  /** Named so that nobody misses them; no policy can read them. */
  views: readonly DatabaseView[];
};

export type DatabaseTable = {
  name: string;
  comment: string | null;
  /** In the order of the table. */
  columns: readonly DatabaseColumn[];
  /** Empty where the source declares none: files never do. */
  primaryKey: readonly string[];
  /** Column lists that the source promises to be unique, the primary key not among them. */
  uniqueKeys: readonly (readonly string[])[];
  foreignKeys: readonly DatabaseForeignKey[];
  /** How many rows the source believes to have, where it knows without counting. */
  estimatedRows: bigint | null;
  /** Its parts, which are not listed as tables. */
  partitions: readonly string[];
  /** Tables whose rows are said to include those of this one: only one of the two may be read. */
  inherits: readonly string[];
};

export type DatabaseColumn = {
  name: string;
  /** As the source spells it: `character varying(40)`, `DECIMAL(10,2)`; `text` in a CSV file. */
  nativeType: string;
  /** What a policy would declare to read it without loss; null where none of ours holds it (a list, a blob). */
  type: ColumnDefinition['type'] | null;
  nullable: boolean;
  comment: string | null;
  /** Labels of an enum in their order; absent for other types. */
  enumValues?: readonly string[];
};

export type DatabaseForeignKey = {
  columns: readonly string[];
  parent: string;
  parentColumns: readonly string[];
  /** Whether a row may point nowhere. */
  nullable: boolean;
};

export type DatabaseView = {
  name: string;
  kind: 'view' | 'materialized view' | 'foreign table';
  comment: string | null;
};
