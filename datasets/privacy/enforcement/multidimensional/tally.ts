// Adds up weights by code, whatever the domain: what it costs depends on the entries alone.

/** Codes that occur, ascending, each with its sum. */
export type Tally = { readonly codes: Int32Array; readonly sums: Int32Array };

export type Tallier = (codes: Int32Array, weights: Int32Array) => Tally;

/** For codes from 0 below `bound`. */
export function tallier(bound: number): Tallier {
  // One row of counters serves all calls: between them it is all zero. Weights are never 0.
  const counters = new Int32Array(bound);
  return (codes, weights) => {
    const found: number[] = [];
    for (let entry = 0; entry < codes.length; entry++) {
      const code = codes[entry] ?? 0;
      const before = counters[code] ?? 0;
      if (before === 0) found.push(code);
      counters[code] = before + (weights[entry] ?? 0);
    }
    const occurring = Int32Array.from(found).sort();
    const sums = new Int32Array(occurring.length);
    for (const [position, code] of occurring.entries()) {
      sums[position] = counters[code] ?? 0;
      counters[code] = 0;
    }
    return { codes: occurring, sums };
  };
}
