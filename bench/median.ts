// The middle of a list of measurements.

/** Median of `values` (the mean of the middle two when their number is even). Throws on an empty list: no measurement is not zero. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('median: expected at least one value, got none');
  return (lower + upper) / 2;
}
