// Registered extracts: what is in them, which gate they passed.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import { items } from '../page-api.ts';
import { pageHead } from '../page-head.ts';
import { type PageDeps, Visit } from '../page-visit.ts';
import { state } from '../state.ts';
import { table } from '../table.ts';

const Extract = z.object({
  extractId: z.string(),
  digest: z.string(),
  useCase: z.string(),
  registeredAt: z.string(),
  policy: z.object({ name: z.string(), signedBy: z.string().nullable() }),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
    }),
  ),
});
type Extract = z.infer<typeof Extract>;

export function extractPages(deps: PageDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/extracts',
      { config: { access: { permission: 'extract.read' } }, schema: { hide: true } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const extracts = await visit.api.get('/api/extracts?pageSize=100', items(Extract));
        const body = html`${pageHead({
          title: 'Extracts',
          lead: 'Sealed, anonymized data that sandboxes work on. An extract exists only when every check of its gate passed: a closed gate writes nothing.',
        })}
${extracts.items.length === 0 ? noExtract() : extracts.items.map((extract) => extractCard(visit, extract))}`;
        return visit.show(reply, { title: 'Extracts', body });
      },
    );
  };
}

function noExtract(): Html {
  return html`<div class="card empty"><h2>No extract yet</h2>
<p>Make one with <code>npx practicum extract run POLICY</code>, then hand it over with <code>npx practicum extract publish DIR</code>.</p></div>`;
}

function extractCard(visit: Visit, extract: Extract): Html {
  const rows = extract.tables.reduce((sum, one) => sum + one.rows, 0);
  return html`<section class="card" aria-labelledby="${extract.extractId}">
<div class="row"><h2 id="${extract.extractId}">${extract.policy.name}</h2><span>${state('ready', 'Gate passed, sealed')}</span></div>
<dl class="facts">
<dt>Use case</dt><dd>${extract.useCase}</dd>
<dt>Registered</dt><dd>${instant(extract.registeredAt, visit.clock)}</dd>
<dt>Policy signed by</dt><dd>${extract.policy.signedBy ?? 'nobody: the policy carries no signature'}</dd>
<dt>Digest</dt><dd><code>${extract.digest}</code></dd>
</dl>
<details><summary>${extract.tables.length} tables, ${rows.toLocaleString('en')} rows</summary>
${table(
  `Tables of ${extract.policy.name}`,
  [
    { label: 'Table', cell: (one) => html`<code>${one.name}</code>` },
    { label: 'Rows', cell: (one) => one.rows.toLocaleString('en'), number: true },
    { label: 'Columns', cell: (one) => one.columns.map((column) => column.name).join(', ') },
  ],
  extract.tables,
)}</details></section>`;
}
