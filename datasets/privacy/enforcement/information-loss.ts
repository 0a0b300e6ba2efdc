// The measure of what generalization takes away: ARX's Loss with geometric mean, and granularity.

/**
 * A value's share is (leaves under it - 1) ÷ (leaves of the domain - 1): 0 unchanged, 1 suppressed or the whole domain. That is
 * ARX's normalization of the mean of leaves ÷ domain, whose least value is one leaf. Sums are whole numbers, so that no order of
 * additions shows. `covered` is the sum over records of (leaves - 1), for one column.
 */
export const columnLoss = (covered: number, records: number, leaves: number): number =>
  leaves < 2 || records === 0 ? 0 : covered / (records * (leaves - 1));

/** (∏(1 + xᵢ))^(1/d) - 1. */
export function totalLoss(columns: readonly number[]): number {
  if (columns.length === 0) return 0;
  let product = 1;
  for (const loss of columns) product *= 1 + loss;
  return product ** (1 / columns.length) - 1;
}

/** 1 - the mean of the same shares over columns. */
export const granularity = (columns: readonly number[]): number =>
  1 - columns.reduce((sum, loss) => sum + loss, 0) / Math.max(1, columns.length);
