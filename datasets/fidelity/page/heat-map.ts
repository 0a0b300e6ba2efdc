// How alike pairs of columns hang together, as a triangle of cells.
import { type Markup, markup } from '../../privacy/report/markup.ts';
import { standingOf } from './words.ts';

export type ScoredPair = { columns: [string, string]; score: number | null; noise: number | null };

const cell = 30;
const labels = 150;

/** Columns in the order in which they come; pairs that hang together too little in the source stay pale. */
export function heatMap(pairs: readonly ScoredPair[], label: string): Markup {
  const names = [...new Set(pairs.flatMap(({ columns }) => columns))];
  const found = new Map(pairs.map((pair) => [pair.columns.join('\n'), pair]));
  const rows = names.slice(1).map((row, at) => {
    const y = at * cell;
    const cells = names.slice(0, at + 1).map((column, place) => {
      const pair = found.get([column, row].join('\n')) ?? found.get([row, column].join('\n'));
      const x = labels + place * cell;
      if (!pair)
        return markup`<rect class="cell weak" x="${x}" y="${y}" width="${cell - 2}" height="${cell - 2}" rx="3"/>`;
      const standing = standingOf(pair);
      return markup`<rect class="cell ${standing === 'as alike' ? '' : standing}" x="${x}" y="${y}" width="${cell - 2}" height="${cell - 2}" rx="3"/>
<text class="in" x="${x + cell / 2 - 1}" y="${y + cell / 2 + 3}" text-anchor="middle">${pair.score === null ? '–' : Math.round(pair.score * 100)}</text>`;
    });
    return markup`<text class="name" x="${labels - 8}" y="${y + cell / 2 + 3}" text-anchor="end">${row}</text>${cells}`;
  });
  const foot = names
    .slice(0, -1)
    .map(
      (name, place) =>
        markup`<text class="name" transform="translate(${labels + place * cell + cell / 2 + 2} ${(names.length - 1) * cell + 10}) rotate(-50)" text-anchor="end">${name}</text>`,
    );
  const width = labels + names.length * cell;
  const height = (names.length - 1) * cell + 20 + 5 * Math.max(...names.map(({ length }) => length));
  return markup`<div class="wide"><svg viewBox="0 0 ${width} ${height}" style="width:${width}px;max-width:none" role="img" aria-label="${label}; the figures follow as a table">${rows}${foot}</svg></div>`;
}
