// What the privacy page says of redacted texts: how much of what was planted into them was found, kind by kind.
import type { RedactionFigures } from '../../transforms/redact-recall.ts';
import { dataTable, type Markup, markup } from './markup.ts';
import { percent } from './plots.ts';

export function redactionSection(redactions: readonly RedactionFigures[]): Markup {
  if (redactions.length === 0) return markup``;
  const rows = redactions.flatMap(({ table, column, acceptedRecall, texts, redacted, kinds }) =>
    kinds.map(({ kind, own, planted, found }) => [
      markup`<strong>${table}.${column}</strong><br><small>${redacted} of ${texts} texts redacted</small>`,
      `${kind}${own ? ', of the source' : ''}`,
      `${found} of ${planted}`,
      `${percent(found / planted)} / ${percent(acceptedRecall)}`,
    ]),
  );
  return markup`<h2>What was taken out of texts</h2>
<p>Values were planted into sentences of each redacted column; one counts as found when every letter and digit of it is gone. Synthetic
names are half in no dictionary. A recall below 100 % says that texts hold personal values still: the data steward accepted that much.</p>
${dataTable(['column', 'kind', 'found of planted', 'recall / accepted'], rows)}`;
}
