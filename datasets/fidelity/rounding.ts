// How figures are written down.

/**
 * Four decimals for whatever is sealed: far finer than anybody reads a likeness, too coarse to count single people of the source
 * out of a score.
 */
export const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** The mean of what is defined; null when nothing is. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((total, value) => total + value, 0) / defined.length;
}
