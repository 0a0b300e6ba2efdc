// What a policy changes for one track: what a leader or a governor sees of the same subjects.
import { z } from 'zod';
import { ColumnRule } from './column-rule.ts';
import { columnPath, name, tableName } from './names.ts';
import { SensitiveAttribute } from './privacy-declaration.ts';

const Measure = z.union([
  z.literal('count'),
  z.strictObject({ sum: name }),
  z.strictObject({ mean: name }),
  /** Of the rows that have a value in the column, the share whose value is among these. */
  z.strictObject({ share: name, of: z.array(z.string()).min(1) }),
]);
export type Measure = z.infer<typeof Measure>;

const Aggregate = z.strictObject({
  from: tableName,
  /** Output columns of that table, or of one that its rows point at: table.column. */
  by: z.array(columnPath).min(1),
  /** By their name in the extract; a column is an output column of `from`. */
  measures: z.record(name, Measure),
});
export type Aggregate = z.infer<typeof Aggregate>;

export const ViewDeclaration = z.strictObject({
  /** Tables, or table.column, that do not leave. `rows` leaves no row of any table: aggregates alone. */
  omit: z.union([z.literal('rows'), z.array(name)]).default([]),
  /** Output columns that this view has beside those of the policy, or instead of them. */
  columns: z.record(tableName, z.record(name, ColumnRule)).default({}),
  /** Tables of groups; a group of fewer subjects than k does not leave, nor the next one where it could be worked out. */
  aggregates: z.record(tableName, Aggregate).default({}),
  /** In place of the policy's own; columns that the view omits are no quasi-identifiers or sensitive attributes of it anyway. */
  quasiIdentifiers: z.union([z.literal('none'), z.array(columnPath).min(1)]).optional(),
  sensitive: z.union([z.literal('none'), z.array(SensitiveAttribute).min(1)]).optional(),
});
export type ViewDeclaration = z.infer<typeof ViewDeclaration>;
