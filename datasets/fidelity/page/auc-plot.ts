// How well two models tell the answer, with their intervals.
import { type Markup, markup } from '../../privacy/report/markup.ts';

type Model = { name: string; auc: number; low: number; high: number; isExtract: boolean };

const width = 460;
const from = 140;
const to = width - 60;

/** From guessing (0.5) to perfect (1); a figure below guessing stands at the start. */
export function aucPlot(models: readonly Model[], label: string): Markup {
  const x = (auc: number) => Number((from + ((Math.max(auc, 0.5) - 0.5) / 0.5) * (to - from)).toFixed(1));
  const rows = models.map(({ name, auc, low, high, isExtract }, at) => {
    const y = at * 40 + 8;
    return markup`<text class="name" x="${from - 10}" y="${y + 16}" text-anchor="end">${name}</text>
<rect class="${isExtract ? 'extract' : 'source'}" x="${from}" y="${y}" width="${x(auc) - from}" height="24" rx="2"/>
<line class="whisker" x1="${x(low)}" x2="${x(high)}" y1="${y + 12}" y2="${y + 12}"/>
<line class="whisker" x1="${x(low)}" x2="${x(low)}" y1="${y + 6}" y2="${y + 18}"/>
<line class="whisker" x1="${x(high)}" x2="${x(high)}" y1="${y + 6}" y2="${y + 18}"/>
<text class="name" x="${x(high) + 8}" y="${y + 16}">${auc.toFixed(3)}</text>`;
  });
  const foot = models.length * 40 + 18;
  return markup`<svg viewBox="0 0 ${width} ${foot + 8}" role="img" aria-label="${label}">${rows}
<line class="axis" x1="${from}" x2="${to}" y1="${foot - 14}" y2="${foot - 14}"/>
<text x="${from}" y="${foot}">0.5 guessing</text><text x="${to}" y="${foot}" text-anchor="end">1 always right</text></svg>`;
}
