// How alike two columns hang together in two sets of rows: ContingencySimilarity of SDMetrics 0.32.0.

/** Two columns of one set of rows as small whole numbers, nulls among them. */
export type CodedPair = { one: Int32Array; other: Int32Array };

/** Rows by pair of codes, in the order of the codes: floating sums come out the same whatever the order of rows. */
type Cells = ReadonlyMap<number, number>;

/** No pair of codes is larger than this product in memory; beyond, only the pairs that come are kept. */
const denseLimit = 1 << 18;

export function countCells({ one, other }: CodedPair, otherCodes: number): Cells {
  const width = one.reduce((most, code) => Math.max(most, code + 1), 0) * otherCodes;
  return width <= denseLimit ? countDense(one, other, otherCodes, width) : countSparse(one, other, otherCodes);
}

function countDense(one: Int32Array, other: Int32Array, otherCodes: number, width: number): Cells {
  const counts = new Int32Array(width);
  for (let row = 0; row < one.length; row++) {
    const cell = (one[row] ?? 0) * otherCodes + (other[row] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const cells = new Map<number, number>();
  for (const [cell, count] of counts.entries()) if (count > 0) cells.set(cell, count);
  return cells;
}

function countSparse(one: Int32Array, other: Int32Array, otherCodes: number): Cells {
  const sorted = Float64Array.from(one, (code, row) => code * otherCodes + (other[row] ?? 0)).sort();
  const cells = new Map<number, number>();
  for (const cell of sorted) cells.set(cell, (cells.get(cell) ?? 0) + 1);
  return cells;
}

/**
 * 1 - half the sum over all cells of |share in one - share in the other|; nulls are a value like any other. A side without rows
 * has no share in anything.
 */
export function contingencySimilarity(source: Cells, compared: Cells): number {
  const [rows, others] = [total(source), total(compared)];
  const share = (count: number, of: number) => (of === 0 ? 0 : count / of);
  let distance = 0;
  for (const [cell, count] of source) distance += Math.abs(share(count, rows) - share(compared.get(cell) ?? 0, others));
  for (const [cell, count] of compared) if (!source.has(cell)) distance += share(count, others);
  return 1 - distance / 2;
}

/** Cramér's V without correction, as scipy's `association`; null where either column has one value only. */
export function cramersV(cells: Cells, otherCodes: number): number | null {
  const [ones, others] = [new Map<number, number>(), new Map<number, number>()];
  for (const [cell, count] of cells) {
    add(ones, Math.floor(cell / otherCodes), count);
    add(others, cell % otherCodes, count);
  }
  const smaller = Math.min(ones.size, others.size);
  if (smaller < 2) return null;
  let phiSquared = -1;
  for (const [cell, count] of cells)
    phiSquared +=
      (count / (ones.get(Math.floor(cell / otherCodes)) ?? 1)) * (count / (others.get(cell % otherCodes) ?? 1));
  return Math.sqrt(Math.max(phiSquared, 0) / (smaller - 1));
}

const total = (cells: Cells) => cells.values().reduce((sum, count) => sum + count, 0);
const add = (counts: Map<number, number>, key: number, count: number) =>
  counts.set(key, (counts.get(key) ?? 0) + count);
