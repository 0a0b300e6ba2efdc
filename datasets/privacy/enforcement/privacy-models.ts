// What every class of a release must satisfy, and which classes of a grouping do.
import { equalDistance, type GroundDistance, orderedDistance } from '../models/closeness.ts';
import { perplexity, recursiveRatio } from '../models/diversity.ts';
import type { SensitiveCounts } from '../models/sensitive-counts.ts';

export type SensitiveModel = {
  l?: number | undefined;
  diversity: 'distinct' | 'entropy' | 'recursive';
  /** With `recursive`. */
  c?: number | undefined;
  t?: number | undefined;
  ground: GroundDistance;
};

export type PrivacyModels = { k: number; sensitive: readonly SensitiveModel[] };

/**
 * Marks (1) the classes that hold k, l and t, where those that do not are suppressed: they count neither for l nor in the whole
 * against which t is measured. Suppressing a class moves that whole, so t is asked again until nothing falls; what remains
 * holds all models by their definitions over the release alone. `counts` has one entry per sensitive model.
 */
export function holdingClasses(
  sizes: Int32Array,
  counts: readonly SensitiveCounts[],
  { k, sensitive }: PrivacyModels,
): Uint8Array {
  const holds = Uint8Array.from(sizes, (size) => (size >= k ? 1 : 0));
  for (const [position, model] of sensitive.entries()) {
    const of = counts[position];
    if (of) markDiverse(holds, of, model);
  }
  while (dropDistant(holds, sizes, counts, sensitive));
  return holds;
}

function markDiverse(holds: Uint8Array, { starts, counts }: SensitiveCounts, model: SensitiveModel): void {
  const { l } = model;
  if (l === undefined) return;
  for (const [each, held] of holds.entries())
    if (held && !isDiverse(counts.subarray(starts[each], starts[each + 1]), l, model)) holds[each] = 0;
}

/** One class, its counts ascending by code, against a whole of `records` that hold each value `totals` times. */
type ClassCounts = { codes: Int32Array; counts: Int32Array; totals: Int32Array; records: number };

export function holdsAlone({ codes, counts, totals, records }: ClassCounts, model: SensitiveModel): boolean {
  const { l, t, ground } = model;
  if (l !== undefined && !isDiverse(counts, l, model)) return false;
  return t === undefined || distanceOf[ground](codes, counts, totals, records) <= t;
}

const distanceOf = { equal: equalDistance, ordered: orderedDistance } as const satisfies Record<
  GroundDistance,
  unknown
>;

/** By the definitions of `diversity.ts`, for one class. */
function isDiverse(counts: Int32Array, l: number, { diversity, c = 1 }: SensitiveModel): boolean {
  if (diversity === 'distinct') return counts.length >= l;
  return diversity === 'entropy' ? perplexity(counts) >= l : recursiveRatio(counts, l) < c;
}

/** Drops classes that lie too far from the whole of those that hold; answers whether any fell. */
function dropDistant(
  holds: Uint8Array,
  sizes: Int32Array,
  counts: readonly SensitiveCounts[],
  sensitive: readonly SensitiveModel[],
): boolean {
  const records = sizes.reduce((sum, size, each) => sum + (holds[each] ? size : 0), 0);
  const fallen: number[] = [];
  for (const [position, { t, ground }] of sensitive.entries()) {
    const of = counts[position];
    if (t === undefined || !of) continue;
    const totals = totalsOf(holds, of);
    const distance = distanceOf[ground];
    for (const [each, held] of holds.entries()) {
      if (!held) continue;
      const [from, to] = [of.starts[each], of.starts[each + 1]];
      if (distance(of.codes.subarray(from, to), of.counts.subarray(from, to), totals, records) > t) fallen.push(each);
    }
  }
  for (const each of fallen) holds[each] = 0;
  return fallen.length > 0;
}

function totalsOf(holds: Uint8Array, { starts, codes, counts, totals }: SensitiveCounts): Int32Array {
  const held = new Int32Array(totals.length);
  for (const [each, holding] of holds.entries()) {
    if (!holding) continue;
    for (let at = starts[each] ?? 0; at < (starts[each + 1] ?? 0); at++) {
      const code = codes[at] ?? 0;
      held[code] = (held[code] ?? 0) + (counts[at] ?? 0);
    }
  }
  return held;
}
