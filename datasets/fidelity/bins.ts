// Numbers in ten equal bins, as SDMetrics 0.32.0 discretizes them for its report (numpy's histogram edges, then digitize).

const binsMade = 10;
/** Above the highest edge. The highest value itself falls here, and so do nulls: so does the published report. */
export const lastBin = binsMade + 1;

/** Eleven edges from the lowest to the highest value; around a single value when there is but one. */
export function binEdges(low: number, high: number): number[] {
  const [from, to] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const step = (to - from) / binsMade;
  return Array.from({ length: binsMade + 1 }, (_, edge) => (edge === binsMade ? to : edge * step + from));
}

/** How many edges are at most the value: 0 below all, `lastBin` from the highest on. */
export function binOf(value: number, edges: readonly number[]): number {
  let bin = 0;
  while (bin < edges.length && (edges[bin] ?? 0) <= value) bin += 1;
  return bin;
}
