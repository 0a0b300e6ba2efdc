// What a policy says of whose data this is, how much of it leaves, and how rows hang together.
import { z } from 'zod';
import { name, tableName } from './names.ts';

export const SubjectDeclaration = z.strictObject({
  table: tableName,
  /** At most this many subjects; `all` says so. */
  budget: z.union([z.int().positive(), z.literal('all')]),
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
});
export type RelationDeclaration = z.infer<typeof RelationDeclaration>;
