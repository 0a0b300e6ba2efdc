// Counts the values of a sensitive attribute inside each class.
import { boundOf, type EquivalenceClasses } from './equivalence-classes.ts';
import { numberPairs } from './number-pairs.ts';

/**
 * Class c holds the values `codes[starts[c] … starts[c + 1])`, ascending, each `counts` times. `totals` counts every value over
 * all classes, and `records` is how many records they hold: what is left out counts nowhere.
 */
export type SensitiveCounts = {
  readonly starts: Int32Array;
  readonly codes: Int32Array;
  readonly counts: Int32Array;
  readonly totals: Int32Array;
  readonly records: number;
};

export function sensitiveCounts(classes: EquivalenceClasses, sensitive: Int32Array): SensitiveCounts {
  const pairs = numberPairs(classes.of, classes.sizes.length, sensitive, boundOf(sensitive));
  const counts = new Int32Array(pairs.firsts.length);
  for (const pair of pairs.of) if (pair >= 0) counts[pair] = (counts[pair] ?? 0) + 1;
  return gatherCounts({ classOf: pairs.firsts, codeOf: pairs.seconds, counts }, classes.sizes.length);
}

/** Entry i says that a class holds a value so many times; several entries may say it of the same class and value. */
export function gatherCounts(
  { classOf, codeOf, counts: times }: { classOf: Int32Array; codeOf: Int32Array; counts: Int32Array },
  classes: number,
): SensitiveCounts {
  const bound = boundOf(codeOf);
  // Two stable passes of counting sort, by code and then by class: ascending codes make every sum below indifferent to row order.
  const byCode = countingSort(Int32Array.from(classOf.keys()), codeOf, bound);
  const order = countingSort(byCode, classOf, classes);
  const starts = new Int32Array(classes + 1);
  const totals = new Int32Array(bound);
  const codes = new Int32Array(order.length);
  const counts = new Int32Array(order.length);
  let records = 0;
  let last = -1;
  let before = -1;
  for (const entry of order) {
    const each = classOf[entry] ?? 0;
    const code = codeOf[entry] ?? 0;
    const count = times[entry] ?? 0;
    if (each !== before || codes[last] !== code) codes[++last] = code;
    before = each;
    counts[last] = (counts[last] ?? 0) + count;
    totals[code] = (totals[code] ?? 0) + count;
    records += count;
    starts[each + 1] = last + 1;
  }
  // A class without entries ends where the one before it does.
  for (let each = 1; each <= classes; each++) starts[each] = Math.max(starts[each] ?? 0, starts[each - 1] ?? 0);
  return { starts, codes: codes.subarray(0, last + 1), counts: counts.subarray(0, last + 1), totals, records };
}

function countingSort(items: Int32Array, keyOf: Int32Array, keys: number): Int32Array {
  const next = new Int32Array(keys + 1);
  for (const item of items) {
    const key = (keyOf[item] ?? 0) + 1;
    next[key] = (next[key] ?? 0) + 1;
  }
  for (let key = 1; key <= keys; key++) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
  const sorted = new Int32Array(items.length);
  for (const item of items) {
    const key = keyOf[item] ?? 0;
    const place = next[key] ?? 0;
    sorted[place] = item;
    next[key] = place + 1;
  }
  return sorted;
}
