// Recomputes what a stream of yearly flows is worth.

/** Net present value: the first flow is at the start, each later one a year on. `rate` is a fraction. */
export function presentValue(net: readonly number[], rate: number): number {
  return net.reduce((sum, flow, year) => sum + flow / (1 + rate) ** year, 0);
}

/** Undiscounted, linear inside the year in which the running sum reaches zero for good; undefined if it never does. */
export function paybackYears(net: readonly number[]): number | undefined {
  const running: number[] = [];
  for (const flow of net) running.push((running.at(-1) ?? 0) + flow);
  const lastBelow = running.findLastIndex((sum) => sum < 0);
  if (lastBelow === -1) return 0;
  const flow = net[lastBelow + 1];
  return flow === undefined ? undefined : lastBelow - (running[lastBelow] ?? 0) / flow;
}
