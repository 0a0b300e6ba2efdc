// How figures are said on the fidelity page.

/** A share as a percentage with one decimal; a dash for what is not defined. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${Number((share * 100).toFixed(1))}\u00a0%`;

export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** How far a score may lie under the noise of the source before it is worth a look, and before it is far. */
const worthALook = 0.02;
const far = 0.1;

export type Standing = 'as alike' | 'below' | 'far';

/** A score beside the same between two halves of the source. */
export function standingOf({ score, noise }: { score: number | null; noise: number | null }): Standing {
  if (score === null) return 'far';
  const short = (noise ?? 1) - score;
  return short <= worthALook ? 'as alike' : short <= far ? 'below' : 'far';
}
