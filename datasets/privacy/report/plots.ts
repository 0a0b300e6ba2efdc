// Plots of the privacy page, as plain SVG: intervals of attacks beside their bound, and how large groups of people are.
import { type Markup, markup } from './markup.ts';

const width = 640;
const left = 8;
const right = width - 8;

/** A share with its 95 % interval, on an axis that ends a little beyond all that is shown. */
export function intervalPlot(
  { value, low, high }: { value: number; low: number; high: number },
  bound: number,
  label: string,
): Markup {
  const end = Math.min(1, Math.max(0.02, Math.ceil(Math.max(high, bound) * 1.15 * 50) / 50));
  const x = (share: number) => Number((left + (Math.min(share, end) / end) * (right - left)).toFixed(1));
  return markup`<svg viewBox="0 0 ${width} 52" role="img" aria-label="${label}">
<line class="axis" x1="${left}" x2="${right}" y1="26" y2="26"/>
<line class="interval" x1="${x(low)}" x2="${x(high)}" y1="26" y2="26"/>
<circle class="point" cx="${x(value)}" cy="26" r="5"/>
<line class="bound" x1="${x(bound)}" x2="${x(bound)}" y1="10" y2="40"/>
<text x="${x(bound)}" y="8" text-anchor="${x(bound) > width - 90 ? 'end' : 'middle'}">bound ${percent(bound)}</text>
<text x="${left}" y="48">0 %</text><text x="${right}" y="48" text-anchor="end">${percent(end)}</text></svg>`;
}

type Bin = { from: number; to: number | null; classes: number; subjects: number };

/** How many people stand in groups of each size; groups below k are marked. */
export function groupPlot(bins: readonly Bin[], k: number): Markup {
  const most = Math.max(1, ...bins.map(({ subjects }) => subjects));
  const row = 24;
  const bar = (subjects: number) => Number(((subjects / most) * 380).toFixed(1));
  const rows = bins.map(({ from, to, classes, subjects }, at) => {
    const sizes = to === null ? `${from} and more` : from === to ? `${from}` : `${from} to ${to}`;
    const people = subjects === 0 ? 'nobody' : `${subjects} in ${classes} ${classes === 1 ? 'group' : 'groups'}`;
    const y = at * row;
    return markup`<text x="0" y="${y + 15}">${sizes}</text>
<rect class="bar${(to ?? from) < k ? ' small' : ''}" x="90" y="${y + 4}" width="${bar(subjects)}" height="14" rx="2"/>
<text x="${Number((96 + bar(subjects)).toFixed(1))}" y="${y + 15}">${people}</text>`;
  });
  return markup`<svg viewBox="0 0 ${width} ${bins.length * row}" role="img" aria-label="People by the size of their group">${rows}</svg>`;
}

export const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
