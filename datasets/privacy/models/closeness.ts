// t-closeness of classes (Li et al., 2007): how far a class's values lie from those of all records.
import { roundTo12 } from './round.ts';
import type { SensitiveCounts } from './sensitive-counts.ts';

/**
 * `equal`: every two values lie 1 apart, so the distance is half the sum of differences (pycanon's for text). `ordered`: values lie
 * apart by their ranks, over the values that occur (pycanon's for numbers, ARX's ordered distance); codes must be ranks.
 */
export type GroundDistance = 'equal' | 'ordered';

/** The largest distance of a class. 0 without classes. */
export function closeness({ starts, codes, counts, totals, records }: SensitiveCounts, ground: GroundDistance): number {
  const distance = ground === 'ordered' ? orderedDistance : equalDistance;
  let largest = 0;
  for (let each = 0; each + 1 < starts.length; each++) {
    const [from, to] = [starts[each] ?? 0, starts[each + 1] ?? 0];
    largest = Math.max(largest, distance(codes.subarray(from, to), counts.subarray(from, to), totals, records));
  }
  return largest;
}

/** Half the sum of |q - p|. Numerators are whole, so that the order of additions cannot show while records² stays below 2⁵³. */
export function equalDistance(codes: Int32Array, counts: Int32Array, totals: Int32Array, records: number): number {
  const size = sum(counts);
  // What a class has too little of it has too much of elsewhere: half of all differences are the surpluses alone.
  let surplus = 0;
  for (const [position, count] of counts.entries())
    surplus += Math.max(0, count * records - (totals[codes[position] ?? 0] ?? 0) * size);
  return roundTo12(surplus / (size * records));
}

/** Earth mover's distance over ranks: the mean over steps between neighbours of what must be carried across. */
export function orderedDistance(codes: Int32Array, counts: Int32Array, totals: Int32Array, records: number): number {
  const size = sum(counts);
  let values = 0;
  let position = 0;
  let carried = 0;
  let work = 0;
  for (const [code, total] of totals.entries()) {
    // A value that nobody has is no step.
    if (total === 0) continue;
    values++;
    const here = codes[position] === code ? (counts[position++] ?? 0) : 0;
    carried += here * records - total * size;
    work += Math.abs(carried);
  }
  return values < 2 ? 0 : roundTo12(work / (size * records * (values - 1)));
}

function sum(counts: Int32Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
