// Numbers what is left of tuples after their first columns, so that grouped tuples can be told apart by one number.
import { boundOf, classesOf } from '../models/equivalence-classes.ts';
import { numberPairs } from '../models/number-pairs.ts';
import type { QuasiTuples } from './quasi-tuples.ts';

/** What is left of tuples before a column: that column's leaf code with the number (below `restBound`) of what is left after it. */
export type SuffixIndex = { readonly leafOf: Int32Array; readonly rest: Int32Array; readonly restBound: number };

export type Suffixes = {
  /** The tuples' own numbers before the first column; equal tuples share one. */
  readonly start: Int32Array;
  readonly columns: readonly SuffixIndex[];
  /** After the last column only sensitive values are left: their codes per number, attribute by attribute. */
  readonly sensitive: readonly Int32Array[];
};

/** `order` says in which order columns are taken. */
export function suffixesOf(tuples: QuasiTuples, order: readonly number[]): Suffixes {
  const { of, sizes } = classesOf(tuples.sensitive, tuples.counts.length);
  const sensitive = tuples.sensitive.map((codes) => firstOf(of, sizes.length, codes));
  const columns: SuffixIndex[] = [];
  let after = of;
  let bound = sizes.length;
  for (const position of order.toReversed()) {
    const codes = tuples.quasi[position] ?? new Int32Array(after.length);
    const before = numberPairs(after, bound, codes, boundOf(codes));
    columns.unshift({ leafOf: before.seconds, rest: before.firsts, restBound: bound });
    after = before.of;
    bound = before.firsts.length;
  }
  return { start: after, columns, sensitive };
}

function firstOf(of: Int32Array, numbers: number, values: Int32Array): Int32Array {
  const found = new Int32Array(numbers);
  for (let record = of.length - 1; record >= 0; record--) found[of[record] ?? 0] = values[record] ?? 0;
  return found;
}
