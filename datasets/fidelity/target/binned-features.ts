// Features in at most 32 bins of about as many rows each.

const bins = 32;

/** 0 for none, then 1 up to `bins`. */
export const binCodes = bins + 1;
export type BinnedFeature = Uint8Array;

/** Ascending bounds from the values of the rows to learn from: a value's bin is one more than how many lie below or at it. */
export function binBounds(values: Float64Array, rows: Int32Array): Float64Array {
  const sorted = Float64Array.from(rows, (row) => values[row] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const bounds = new Set<number>();
  for (let cut = 1; cut < bins; cut++) {
    const at = Math.floor((cut * sorted.length) / bins);
    const [below, value] = [sorted[at - 1], sorted[at]];
    if (below !== undefined && value !== undefined && below < value) bounds.add(value);
  }
  // Few values leave cuts inside runs of equal ones: a bound at each change keeps them apart.
  if (bounds.size < bins - 1)
    for (let at = 1; at < sorted.length && bounds.size < bins - 1; at++) {
      const value = sorted[at] ?? 0;
      if ((sorted[at - 1] ?? 0) < value && isRun(sorted, at)) bounds.add(value);
    }
  return Float64Array.from(bounds).sort();
}

/** Whether at least one in two hundred rows share the value that starts here. */
const isRun = (sorted: Float64Array, at: number) => sorted[at + Math.floor(sorted.length / 200)] === sorted[at];

export function binFeature(values: Float64Array, bounds: Float64Array, rows: Int32Array): BinnedFeature {
  return Uint8Array.from(rows, (row) => {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) return 0;
    let [low, high] = [0, bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  });
}
