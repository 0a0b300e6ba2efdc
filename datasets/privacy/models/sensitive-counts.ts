// Counts the values of a sensitive attribute inside each class.
import { type EquivalenceClasses, splitClasses } from './equivalence-classes.ts';

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
  const pairs = splitClasses(classes, sensitive);
  const classOf = new Int32Array(pairs.sizes.length);
  const codeOf = new Int32Array(pairs.sizes.length);
  let largest = -1;
  for (const [record, pair] of pairs.of.entries()) {
    if (pair < 0) continue;
    const code = sensitive[record] ?? 0;
    classOf[pair] = classes.of[record] ?? 0;
    codeOf[pair] = code;
    if (code > largest) largest = code;
  }
  // Two stable passes of counting sort, by code and then by class: ascending codes make every sum below indifferent to row order.
  const byCode = countingSort(Int32Array.from(pairs.sizes.keys()), codeOf, largest + 1);
  const order = countingSort(byCode, classOf, classes.sizes.length);
  const starts = new Int32Array(classes.sizes.length + 1);
  const totals = new Int32Array(largest + 1);
  const codes = new Int32Array(order.length);
  const counts = new Int32Array(order.length);
  let records = 0;
  for (const [position, pair] of order.entries()) {
    const code = codeOf[pair] ?? 0;
    const count = pairs.sizes[pair] ?? 0;
    codes[position] = code;
    counts[position] = count;
    totals[code] = (totals[code] ?? 0) + count;
    records += count;
    starts[(classOf[pair] ?? 0) + 1] = position + 1;
  }
  return { starts, codes, counts, totals, records };
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
