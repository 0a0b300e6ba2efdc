// What discovery measures of one column. Its sample holds values of the source: it never leaves this room.
import type { ColumnDefinition } from '../../engines/csv-dialect.ts';
import type { SourceSchemaColumn } from '../../sources/source-schema.ts';

export type SampledValue = { value: string; rows: number };

/** How the values are to be read: as the policy will declare it. */
export type ReadAs = Pick<ColumnDefinition, 'type' | 'format'> & {
  /** Numbers that no type of ours reads: decimal commas, currency signs. */
  looksNumeric?: boolean;
  /** The type that it would have if commas marked decimals. */
  withComma?: ColumnDefinition['type'];
  /** Dates that no format of ours reads, or that two formats read differently. */
  looksLikeDate?: boolean;
};

export type ColumnProfile = {
  table: string;
  column: SourceSchemaColumn;
  /** Place in its table, from 0. */
  position: number;
  /** Of the table. */
  rows: number;
  /** Rows with a value. */
  filled: number;
  distinct: number;
  /** In characters. */
  shortest: number;
  longest: number;
  /** Share of the filled rows whose value fewer than twelve rows have. */
  rareShare: number;
  readAs: ReadAs;
  /** Whole numbers without a gap: the look of a counter. */
  isDense: boolean;
  /** Distinct values in the order of their hashes: the same at every run, and no place of the table preferred. */
  sample: readonly SampledValue[];
};

export const isUnique = ({ distinct, rows }: ColumnProfile): boolean => rows > 0 && distinct === rows;
export const pathOf = ({ table, column }: ColumnProfile): string => `${table}.${column.name}`;
export const valuesTable = (table: string, column: string): string => `values of ${table} ${column}`;
