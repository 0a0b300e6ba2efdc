// Shares of values in source and extract, side by side.
import { dataTable, type Markup, markup } from '../../privacy/report/markup.ts';
import type { Bar } from '../protected-bars.ts';
import { percent } from './words.ts';

const width = 340;
const rowHeight = 26;
const barsFrom = 150;

/** A pair of bars for each group of values, with the figures below for whoever can't see them. */
export function sharePlot(bars: readonly Bar[], label: string): Markup {
  if (bars.length === 0) return markup`<p class="soft">Too few rows of the source to show.</p>`;
  const most = Math.max(...bars.flatMap(({ source, extract }) => [source, extract]), 0.001);
  const length = (share: number) => Number(((share / most) * (width - barsFrom - 48)).toFixed(1));
  const rows = bars.map((bar, at) => {
    const y = at * rowHeight;
    const end = barsFrom + Math.max(length(bar.source), length(bar.extract)) + 6;
    return markup`<text class="name" x="${barsFrom - 8}" y="${y + 16}" text-anchor="end">${shortened(nameOf(bar.label))}</text>
<rect class="source" x="${barsFrom}" y="${y + 3}" width="${length(bar.source)}" height="9"/>
<rect class="extract" x="${barsFrom}" y="${y + 13}" width="${length(bar.extract)}" height="9"/>
<text x="${end}" y="${y + 16}">${percent(bar.extract)}</text>`;
  });
  const figures = bars.map(({ label: group, source, extract }) => [nameOf(group), percent(source), percent(extract)]);
  return markup`<svg viewBox="0 0 ${width} ${bars.length * rowHeight}" role="img" aria-label="${label}; the figures follow as a table">${rows}</svg>
<details><summary>Figures</summary>${dataTable(['values', 'source', 'extract'], figures)}</details>`;
}

/** A text of nothing but spaces would look like no value at all. */
const nameOf = (label: string) => (label.trim() === '' ? '(blank)' : label);

const lettersShown = 20;
const shortened = (text: string) => (text.length > lettersShown ? `${text.slice(0, lettersShown - 1)}…` : text);
