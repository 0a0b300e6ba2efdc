// What a policy says of whose data this is, how much of it leaves, and how rows hang together.
import { z } from 'zod';
import { columnPath, name, tableName } from './names.ts';

const Stratum = z.preprocess(
  (stratum) => (typeof stratum === 'string' ? { column: stratum } : stratum),
  z.strictObject({
    /** A source column of the subject's table, or of another whose rows belong to subjects. */
    column: columnPath,
    /** Makes strata of a date's years or months. */
    by: z.enum(['year', 'month']).optional(),
  }),
);
export type Stratum = z.infer<typeof Stratum>;

export const SubjectDeclaration = z.strictObject({
  table: tableName,
  /** At most this many subjects; `all` says so. */
  budget: z.union([z.int().positive(), z.literal('all')]),
  /** At most this many rows that belong to subjects, over all tables; what they refer to comes on top. */
  rows: z.union([z.int().positive(), z.literal('all')]).default('all'),
  /** What keeps its shares when fewer than all subjects are taken: classes, times. */
  strata: z.array(Stratum).default([]),
  /** Dates of a subject move together by at most this many whole weeks; `none` says that dates are left alone. */
  shiftWeeks: z.union([z.int().min(1).max(520), z.literal('none')]),
});

export const RelationDeclaration = z.strictObject({
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
  /** Holds only for child rows with this value: one column of theirs says which table another points at. */
  when: z.strictObject({ column: name, equals: z.union([z.string(), z.int()]) }).optional(),
  /** At most this many children of one parent come along, with what hangs on them; the others are left out whole. */
  atMost: z.int().positive().optional(),
});
export type RelationDeclaration = z.infer<typeof RelationDeclaration>;
