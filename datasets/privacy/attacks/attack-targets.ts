// Draws whom to attack: people of the release, and people outside it where there are enough for a control.
import type { KeyedDraws } from '../../keys/keyed-draws.ts';

type Sizes = { released: number; outside: number };

/** A rate over fewer attacks than asked for is too uncertain to be taken off another. */
export const isControlled = ({ released, outside }: Sizes, attacks: number): boolean =>
  released >= attacks && outside >= attacks;

/** Positions in their groups; no outsiders where they are no control. */
export function withTargets(
  sizes: Sizes,
  attacks: number,
  draws: KeyedDraws,
): { targets: number[]; outsiders: number[] } {
  return {
    targets: draws.sample(sizes.released, attacks),
    outsiders: isControlled(sizes, attacks) ? draws.sample(sizes.outside, attacks) : [],
  };
}
