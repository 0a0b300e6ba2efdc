// Small integer expressions that every measure counts with.
import {
  and,
  choose,
  type Expression,
  equal,
  integer,
  isNull,
  less,
  not,
  or,
  subtract,
  sum,
} from '../engines/expression.ts';

type Condition = Expression<'boolean'>;
type Whole = Expression<'integer'>;

export const countWhere = (...conditions: Condition[]): Whole =>
  sum(choose([{ when: and(...conditions), give: integer(1) }], integer(0)));

export const absolute = (value: Whole): Whole =>
  choose([{ when: less(value, integer(0)), give: subtract(integer(0), value) }], value);

export const positive = (value: Whole): Condition => less(integer(0), value);
export const present = (value: Expression): Condition => not(isNull(value));

/** Whether a row is in the first (0) or second (1) half: a row without a half is in both. */
export const inHalf = (half: Whole, which: 0 | 1): Condition => or(isNull(half), equal(half, integer(which)));
