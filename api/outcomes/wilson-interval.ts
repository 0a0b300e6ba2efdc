// The Wilson score interval of a share, which keeps its promise at small n and near 0 and 1.

/** The 97.5 % quantile of the normal distribution: 95 % two-sided. */
const quantile = 1.959963984540054;

/** 95 %, both ends within 0 and 1. Wilson (1927). `n` must be at least 1. */
export function wilsonInterval(numerator: number, n: number): { low: number; high: number } {
  const share = numerator / n;
  const z2 = quantile ** 2;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (quantile / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
