// Says which finer values of a column get groups of their own, and how good that is.
import type { Tally } from './tally.ts';

/** Shows one column on one level. */
export type Cut = { column: number; level: number; score: number };

/** The group that is cut: its records, what a record pays for the column now, and the leaves of the column's domain. */
type Shown = { k: number; size: number; share: number; leaves: number };

/**
 * What a cut takes off the cost of a record, per bit by which it splits: only log2(size ÷ k) bits can be spent before groups get
 * too small, and a column of two values costs one bit to show wholly, a column of a hundred nearly seven. 0 for no cut.
 */
export function scoreOf(sizes: Tally, leavesUnder: Int32Array, { k, size, share, leaves }: Shown): number {
  let gained = 0;
  let bits = 0;
  let rest = size;
  for (const position of ownParts(sizes, k)) {
    const part = sizes.sums[position] ?? 0;
    gained += part * (share - ((leavesUnder[sizes.codes[position] ?? 0] ?? 1) - 1) / Math.max(1, leaves - 1));
    bits -= (part / size) * Math.log2(part / size);
    rest -= part;
  }
  if (rest > 0) bits -= (rest / size) * Math.log2(rest / size);
  // The addend keeps cuts that split hardly anything, and bring hardly anything, from coming first; the power favours large gains.
  return Math.max(0, gained) / size / (bits + 0.02) ** 0.8;
}

/**
 * Positions in the tally of the values with k records of their own. What remains stays coarse together, and takes the smallest of
 * these until it has k too.
 */
export function ownParts({ sums }: Tally, k: number): number[] {
  const large: number[] = [];
  let rest = 0;
  for (const [position, size] of sums.entries())
    if (size >= k) large.push(position);
    else rest += size;
  if (rest === 0 || rest >= k) return large;
  large.sort((a, b) => (sums[a] ?? 0) - (sums[b] ?? 0) || a - b);
  let taken = 0;
  while (rest < k && taken < large.length) rest += sums[large[taken++] ?? 0] ?? 0;
  return large.slice(taken);
}
