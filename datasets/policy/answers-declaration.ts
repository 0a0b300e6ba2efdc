// What a policy holds back so that practice can be measured: values kept on the server, faults planted for somebody to find.
import { z } from 'zod';
import { columnPath, name, tableName } from './names.ts';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lowercase letters, digits and hyphens');

export const WithholdDeclaration = z.strictObject({
  name: slug,
  /** Output columns of one table, as table.column: the target first, then what would tell it. */
  columns: z.array(columnPath).min(1),
  /** Of the rows that have a target. Rows of one subject are held back together. */
  share: z.number().gt(0).lt(1),
  /** An output column of the table: the share with its latest values is held back instead, row by row. */
  latestBy: columnPath.optional(),
});
export type WithholdDeclaration = z.infer<typeof WithholdDeclaration>;

export const plantEffects = [
  'missing',
  'set',
  'map',
  'scale',
  'swapWith',
  'shiftDays',
  'texts',
  'asItIs',
  'duplicate',
] as const;
export type PlantEffect = (typeof plantEffects)[number];

export const PlantDeclaration = z.strictObject({
  name: slug,
  /** What is wrong there, in words for whoever reads the answer key. */
  about: name,
  /** An output column, as table.column; a fault of whole rows names its `table` instead. */
  column: columnPath.optional(),
  table: tableName.optional(),
  share: z.number().gt(0).max(1).default(1),
  /** Leaves nothing. */
  missing: z.literal(true).optional(),
  /** Puts this value. */
  set: z.union([z.string(), z.int(), z.boolean()]).optional(),
  /** Puts another value for each of these. */
  map: z.record(z.string(), z.string()).optional(),
  /** Multiplies a number: another unit. */
  scale: z.int().min(2).max(1_000_000).optional(),
  /** Exchanges the value with that of another column of the row. */
  swapWith: name.optional(),
  /** Moves a date. */
  shiftDays: z.int().optional(),
  /** Puts one of these texts: wrong advice. */
  texts: z.array(name).min(1).optional(),
  /** Changes nothing: the column as the policy makes it is the fault, such as one that only the outcome can know. */
  asItIs: z.literal(true).optional(),
  /** Repeats a row under another key. */
  duplicate: z.literal(true).optional(),
});
export type PlantDeclaration = z.infer<typeof PlantDeclaration>;
