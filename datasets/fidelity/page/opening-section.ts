// The top of the fidelity page: what it all comes to.
import { dataTable, type Markup, markup } from '../../privacy/report/markup.ts';
import type { FidelityReport } from '../fidelity-report.ts';
import { percent, plural, standingOf } from './words.ts';

export function openingSection({ policy, overall, k }: FidelityReport): Markup {
  const verdict = {
    'as alike':
      'It is as like its source as one half of the source is like the other: more cannot be had from so many people.',
    below: 'It is a little less like its source than two halves of the source are like each other.',
    far: 'It differs from its source by clearly more than chance: look below for what before anybody draws conclusions from it.',
  }[standingOf(overall)];
  return markup`<h1>Fidelity report: ${policy}</h1>
<p>Does what somebody learns from this extract hold in the real data? Overall it scores <strong>${percent(overall.score)}</strong>. ${overall.noise === null ? 'The subjects of the source all hang together, so that there are no two halves of it to compare that with.' : markup`Two random halves of the source, held against each other in the same way, score <strong>${percent(overall.noise)}</strong>. ${verdict}`}</p>
<p class="soft">100 % is no difference at all. Nothing here shows a group of fewer than ${k} rows of the source. The same figures stand in <code>fidelity.json</code>.</p>`;
}

export function propertiesSection({ properties, weakPairs }: FidelityReport): Markup {
  const rows = (
    [
      ['columnShapes', 'Columns', 'Are values as frequent as in the source?', 'column', 'columns'],
      ['pairTrends', 'Pairs of columns', 'Do columns of one table hang together as in the source?', 'pair', 'pairs'],
      ['cardinality', 'Relations', 'Do rows have as many others as in the source?', 'relation', 'relations'],
      [
        'intertableTrends',
        'Pairs across relations',
        'Does a row hang together with its parent as in the source?',
        'pair',
        'pairs',
      ],
    ] as const
  ).map(([name, title, asks, one, many]) => {
    const { score, noise, of } = properties[name];
    return [
      markup`<strong>${title}</strong><br><small>${asks}</small>`,
      plural(of, one, many),
      percent(score),
      percent(noise),
    ];
  });
  return markup`<h2>Four questions</h2>
${dataTable(['question', 'measured on', 'extract and source', 'two halves of the source'], rows)}
<p class="soft">${plural(weakPairs, 'more pair of columns hangs', 'more pairs of columns hang')} together so little in the source that likeness would mean nothing.</p>`;
}
