// The part of the fidelity page on models: learned from the extract, tried on the source.
import { dataTable, type Markup, markup } from '../../privacy/report/markup.ts';
import type { FidelityReport } from '../fidelity-report.ts';
import { aucPlot } from './auc-plot.ts';

export function targetSection({ target }: FidelityReport): Markup {
  if (target === null)
    return markup`<h2>Learning from it</h2><p>The policy declares nothing that is to be predicted from this extract.</p>`;
  const { column, rows, positives, extractRows, extractPositives, features } = target;
  const { trainedOnSource: source, trainedOnExtract: extract } = target;
  const data = markup`<p class="soft">Tested on ${rows} rows of the source, ${positives} of them positive. From the extract the model learned ${extractRows} rows, ${extractPositives} positive. ${features} features: the row’s own columns, its parents’, and counts, means, lowest, highest and last values of the rows that hang on it, up to the row’s own date; no keys or pseudonyms, and nothing by which alone the answer could be told.</p>`;
  if (!source || !extract)
    return markup`<h2>Learning from it</h2><p>There are too few rows of either kind to learn <code>${column}</code> from.</p>${data}`;
  const told = `AUC ${extract.auc} trained on the extract, ${source.auc} trained on the source`;
  const models = [
    { name: 'learned from source', ...source, isExtract: false },
    { name: 'learned from extract', ...extract, isExtract: true },
  ];
  return markup`<h2>Learning from it</h2>
<p>One model learned <code>${column}</code> from the extract, another from the source. Both were tried on people of the source whom neither had seen. The figure is how often a positive row is ranked before a negative one (AUC).</p>
<figure>${aucPlot(models, told)}</figure>
${dataTable(
  ['model', 'AUC', '95 % interval'],
  models.map(({ name, auc, low, high }) => [name, auc.toFixed(3), `${low.toFixed(3)} to ${high.toFixed(3)}`]),
)}
${data}`;
}
