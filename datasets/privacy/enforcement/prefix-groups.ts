// Tuples grouped by their first columns, generalized: one step of the search rolls them up by one column more.
import { numberPairs, type PairNumbers, through } from '../models/number-pairs.ts';
import type { HierarchyLevel } from './coded-hierarchy.ts';
import type { Suffixes, SuffixIndex } from './suffix-index.ts';

/**
 * Entry i stands for `counts[i]` records of class `classOf[i]` of which `restOf[i]` is left. Classes below k are dropped for good:
 * further columns only split them. `parentOf` and `codeOf` lead from a class to its class one column before and to its last code.
 */
export type PrefixGroups = {
  readonly classOf: Int32Array;
  readonly restOf: Int32Array;
  readonly counts: Int32Array;
  readonly sizes: Int32Array;
  readonly parentOf: Int32Array;
  readonly codeOf: Int32Array;
  /** Records dropped so far. */
  readonly dropped: number;
};

export function groupNothing({ start }: Suffixes, counts: Int32Array, records: number): PrefixGroups {
  const none = new Int32Array(1);
  const classOf = new Int32Array(counts.length);
  return { classOf, restOf: start, counts, sizes: Int32Array.of(records), parentOf: none, codeOf: none, dropped: 0 };
}

/** Groups by one column more, on one level of its hierarchy. Undefined where more than `mayDrop` records would be dropped. */
export function rollUp(
  groups: PrefixGroups,
  { leafOf, rest, restBound }: SuffixIndex,
  level: HierarchyLevel,
  k: number,
  mayDrop: number,
): PrefixGroups | undefined {
  const { classOf, restOf, counts } = groups;
  const codes = through(through(restOf, leafOf), level.of);
  const split = numberPairs(classOf, groups.sizes.length, codes, level.leavesUnder.length);
  const sizes = sumBy(split.of, counts, split.firsts.length);
  const small = sizes.reduce((sum, size) => (size < k ? sum + size : sum), 0);
  const dropped = groups.dropped + small;
  if (dropped > mayDrop) return undefined;
  const kept = small === 0 ? asTheyAre(split, sizes) : keepLarge(split, sizes, k);
  // Entries that have become equal are one: the coarser the columns, the fewer there are to roll up further.
  const after = through(restOf, rest);
  const merged = numberPairs(kept.of, kept.sizes.length, after, restBound);
  return {
    classOf: merged.firsts,
    restOf: merged.seconds,
    counts: sumBy(merged.of, counts, merged.firsts.length),
    sizes: kept.sizes,
    parentOf: kept.parentOf,
    codeOf: kept.codeOf,
    dropped,
  };
}

const asTheyAre = ({ of, firsts, seconds }: PairNumbers, sizes: Int32Array) => ({
  of,
  sizes,
  parentOf: firsts,
  codeOf: seconds,
});

function keepLarge({ of, firsts, seconds }: PairNumbers, sizes: Int32Array, k: number) {
  const large = Int32Array.from(sizes.keys().filter((each) => (sizes[each] ?? 0) >= k));
  const renumbered = new Int32Array(sizes.length).fill(-1);
  for (const [number, each] of large.entries()) renumbered[each] = number;
  return {
    of: of.map((each) => renumbered[each] ?? -1),
    sizes: large.map((each) => sizes[each] ?? 0),
    parentOf: large.map((each) => firsts[each] ?? 0),
    codeOf: large.map((each) => seconds[each] ?? 0),
  };
}

function sumBy(of: Int32Array, counts: Int32Array, groups: number): Int32Array {
  const sums = new Int32Array(groups);
  for (let entry = 0; entry < of.length; entry++) {
    const group = of[entry] ?? -1;
    if (group >= 0) sums[group] = (sums[group] ?? 0) + (counts[entry] ?? 0);
  }
  return sums;
}
