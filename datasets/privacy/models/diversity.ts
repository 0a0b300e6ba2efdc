// l-diversity of classes (Machanavajjhala et al., 2007): distinct, entropy and recursive.
import { roundTo12 } from './round.ts';
import type { SensitiveCounts } from './sensitive-counts.ts';

/** The least number of different values in a class: pycanon's `l_diversity`. Infinity without classes. */
export function distinctDiversity({ starts }: SensitiveCounts): number {
  return leastOf(starts, (from, to) => to - from);
}

/** The least exp(H) of a class, H in nats: pycanon's `entropy_l_diversity` is its whole part. Infinity without classes. */
export function entropyDiversity({ starts, counts }: SensitiveCounts): number {
  return leastOf(starts, (from, to) => perplexity(counts.subarray(from, to)));
}

/**
 * The largest r₁ ÷ (r_l + … + r_m) of a class, its counts r in descending order: (c,l)-diversity holds for every c above it, as
 * ARX asks it and the paper defines it. Infinity where a class has fewer than l values, 0 without classes. (pycanon's
 * `recursive_c_l_diversity` sorts ascending and so puts the rarest value where the definition has the most frequent: its c
 * says something else.)
 */
export function recursiveDiversity({ starts, counts }: SensitiveCounts, l: number): number {
  return -leastOf(starts, (from, to) => -recursiveRatio(counts.subarray(from, to), l), -0);
}

/** exp of the entropy of one class, to 12 digits; counts in any order give the same figure. */
export function perplexity(counts: Int32Array): number {
  if (counts.length === 1) return 1;
  let size = 0;
  let sum = 0;
  for (const count of counts.slice().sort()) {
    size += count;
    sum += count * Math.log(count);
  }
  return roundTo12(Math.exp(Math.log(size) - sum / size));
}

export function recursiveRatio(counts: Int32Array, l: number): number {
  const descending = counts.slice().sort().reverse();
  let tail = 0;
  for (let rank = l - 1; rank < descending.length; rank++) tail += descending[rank] ?? 0;
  return tail === 0 ? Number.POSITIVE_INFINITY : roundTo12((descending[0] ?? 0) / tail);
}

function leastOf(
  starts: Int32Array,
  measure: (from: number, to: number) => number,
  least = Number.POSITIVE_INFINITY,
): number {
  let found = least;
  for (let each = 0; each + 1 < starts.length; each++) {
    const measured = measure(starts[each] ?? 0, starts[each + 1] ?? 0);
    if (measured < found) found = measured;
  }
  return found;
}
