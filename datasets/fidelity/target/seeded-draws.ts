// Fast draws from a keyed seed, for work that needs millions of them.
import type { KeyedDraws } from '../../keys/keyed-draws.ts';

/** sfc32 (Doty-Humphrey): whole numbers from 0 below `bound`. */
export function seededDraws(seed: KeyedDraws): (bound: number) => number {
  let [a, b, c, counter] = [word(seed), word(seed), word(seed), 1];
  const next = () => {
    const drawn = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + drawn) | 0;
    return drawn >>> 0;
  };
  // The first draws of seeds that differ little are alike.
  for (let warm = 0; warm < 16; warm++) next();
  return (bound) => Math.floor((next() / 2 ** 32) * bound);
}

const word = (seed: KeyedDraws) => seed.below(2 ** 32) | 0;
