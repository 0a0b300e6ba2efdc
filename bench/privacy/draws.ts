// Seeded draws for a table of people: the same seed draws the same table on every machine.

export type Draw = { below: (bound: number) => number; from: <T>(weights: readonly (readonly [T, number])[]) => T };

/** Mulberry32. */
export function startDraws(seed: number): Draw {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const unit = () => next() / 2 ** 32;
  return {
    below: (bound) => Math.floor(unit() * bound),
    from: (weights) => {
      let left = unit() * weights.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of weights) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = weights.at(-1);
      if (!last) throw new RangeError('from: expected at least one value, got none');
      return last[0];
    },
  };
}
