// The part of the fidelity page on columns: one plot each, table by table.
import { dataTable, type Markup, markup } from '../../privacy/report/markup.ts';
import type { FidelityReport } from '../fidelity-report.ts';
import { sharePlot } from './share-plot.ts';
import { percent } from './words.ts';

type Column = FidelityReport['columns'][number];

export function columnSection({ columns }: FidelityReport): Markup {
  const tables = Map.groupBy(columns, ({ table }) => table);
  return markup`<h2>Column by column</h2>
<p><span class="key source"></span>source <span class="key extract"></span>extract. Each figure is the likeness of the two, then that of two halves of the source. Percentages at the bars are the extract’s.</p>
${[...tables].map(
  ([table, its]) => markup`<h3>${table}</h3>
<div class="plots">${its.map(columnFigure)}</div>`,
)}`;
}

function columnFigure(each: Column): Markup {
  const { column, score, noise, bars } = each;
  const label = `${each.table}.${column}: shares of values in source and extract`;
  const notes = notesOf(each);
  return markup`<figure><figcaption><b>${column}</b> ${percent(score)} <span class="soft">/ ${percent(noise)}</span></figcaption>
${sharePlot(bars, label)}
${notes.length === 0 ? markup`` : markup`<small>${notes.join('. ')}.</small>`}</figure>`;
}

function notesOf({
  treatment,
  missingValueSimilarity,
  boundaryAdherence,
  rangeCoverage,
  categoryCoverage,
  rare,
}: Column) {
  const isLess = (share: number | null | undefined): share is number => typeof share === 'number' && share < 0.9995;
  return [
    ...(treatment === 'generalized' ? ['Compared with source values made as coarse'] : []),
    ...(isLess(missingValueSimilarity) ? [`Empty as often: ${percent(missingValueSimilarity)}`] : []),
    ...(isLess(boundaryAdherence) ? [`${percent(boundaryAdherence)} of values lie in the source’s range`] : []),
    ...(isLess(rangeCoverage) ? [`The source’s range is covered to ${percent(rangeCoverage)}`] : []),
    ...(isLess(categoryCoverage) ? [`${percent(categoryCoverage)} of the source’s values are here`] : []),
    ...(rare && rare.categories > 0 ? [`Rare values that survive: ${rare.survive} of ${rare.categories}`] : []),
  ];
}

export function relationSection({ relations }: FidelityReport): Markup {
  if (relations.length === 0) return markup``;
  return markup`<h2>How many rows hang on one</h2>
<div class="plots">${relations.map(
    ({
      child,
      columns,
      parent,
      score,
      noise,
      bars,
    }) => markup`<figure><figcaption><b>${child} for one ${parent}</b> ${percent(score)} <span class="soft">/ ${percent(noise)}<br>by ${columns.join(', ')}</span></figcaption>
${sharePlot(bars, `How many rows of ${child} one row of ${parent} has, in source and extract`)}</figure>`,
  )}</div>`;
}

export function leftOutSection({ leftOut }: FidelityReport): Markup {
  if (leftOut.length === 0) return markup``;
  const words = {
    replaced: 'replaced on purpose: it promises nothing of the source',
    key: 'a key: it says which row, not what it is like',
    recoded: 'made coarser group by group: the rest of the source has no such values',
  };
  const rows = leftOut.map(({ table, column, reason }) => [`${table}.${column}`, words[reason]]);
  return markup`<h2>What was not compared</h2>
${dataTable(['column', 'why'], rows)}`;
}
