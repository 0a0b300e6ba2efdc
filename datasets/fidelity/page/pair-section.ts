// The part of the fidelity page on pairs of columns.
import { dataTable, type Markup, markup } from '../../privacy/report/markup.ts';
import type { FidelityReport } from '../fidelity-report.ts';
import { heatMap } from './heat-map.ts';
import { percent } from './words.ts';

export function pairSection({ pairs, intertablePairs }: FidelityReport): Markup {
  if (pairs.length + intertablePairs.length === 0) return markup``;
  const tables = Map.groupBy(pairs, ({ table }) => table);
  return markup`<h2>What hangs together</h2>
<p>The figure in each cell says how alike two columns hang together in source and extract, in per cent. <span class="key extract"></span>as alike as two halves of the source <span class="key below"></span>up to 10 points less <span class="key far"></span>more <span class="key weak"></span>hangs together too little to say</p>
${[...tables].map(
  ([table, its]) => markup`<h3>${table}</h3>
<figure>${heatMap(its, `Likeness of pairs of columns of ${table}`)}
<details><summary>Figures</summary>${pairTable(its.map((pair) => [pair.columns.join(' with '), pair] as const))}</details></figure>`,
)}
${
  intertablePairs.length === 0
    ? markup``
    : markup`<h3>Across relations</h3>
${pairTable(intertablePairs.map((pair) => [`${pair.parent}.${pair.columns[0]} with ${pair.child}.${pair.columns[1]}`, pair] as const))}`
}`;
}

type Pair = Pick<FidelityReport['pairs'][number], 'metric' | 'score' | 'noise'>;

const pairTable = (pairs: readonly (readonly [string, Pair])[]): Markup =>
  dataTable(
    ['pair', 'measured by', 'extract and source', 'two halves of the source'],
    pairs.map(([name, { metric, score, noise }]) => [name, metricWords[metric], percent(score), percent(noise)]),
  );

const metricWords = { CorrelationSimilarity: 'correlation', ContingencySimilarity: 'joint frequencies' } as const;
