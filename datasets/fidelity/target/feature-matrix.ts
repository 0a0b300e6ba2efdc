// Turns what was read of both sides into columns of numbers that a model can learn from.
import type { Cell } from '../../engines/engine.ts';
import type { ReadFeatures } from './single-features.ts';

/** `values[feature][row]`; NaN where there is none. */
export type Examples = { rows: number; values: Float64Array[]; answers: Uint8Array; places: Uint8Array };

/** More categories of one column would each have too few rows to learn from. */
const categoriesCounted = 12;

/** `rows` are row, place, answer, in an order that is the same in every run. Both sides give features of the same names. */
export function examplesOf(rows: readonly Cell[][], read: readonly ReadFeatures[], categories: Categories): Examples {
  const at = new Map(rows.map(([row], place) => [row, place]));
  const values: Float64Array[] = [];
  for (const { features, rows: cells } of read) {
    for (const [place, { name, kind }] of features.entries()) {
      const fill = (give: (cell: Cell) => number) => {
        const column = new Float64Array(rows.length).fill(Number.NaN);
        for (const each of cells) column[at.get(each[0] ?? null) ?? -1] = give(each[place + 1] ?? null);
        values.push(column);
      };
      if (kind === 'number') fill((cell) => (cell === null ? Number.NaN : Number(cell)));
      else for (const category of categories.get(name) ?? []) fill((cell) => (cell === category ? 1 : 0));
    }
  }
  return {
    rows: rows.length,
    values,
    places: Uint8Array.from(rows, ([, place]) => Number(place)),
    answers: Uint8Array.from(rows, ([, , answer]) => Number(answer)),
  };
}

/** The most frequent categories of a feature. */
type Categories = ReadonlyMap<string, readonly Cell[]>;

/** As the source has them, for both sides alike. */
export function categoriesOf(read: readonly ReadFeatures[]): Categories {
  const categories = new Map<string, readonly Cell[]>();
  for (const { features, rows } of read)
    for (const [place, { name, kind }] of features.entries())
      if (kind === 'category') categories.set(name, mostFrequent(rows.map((row) => row[place + 1] ?? null)));
  return categories;
}

function mostFrequent(cells: readonly Cell[]): Cell[] {
  const counts = new Map<string, number>();
  for (const cell of cells) if (cell !== null) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  return [...counts]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, categoriesCounted)
    .map(([category]) => category);
}
