// First measures of outcomes, the state of the audit chain.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Html, html } from './html.ts';
import { calendarTime } from './instants.ts';
import { attempt } from './page-api.ts';
import { pageHead } from './page-head.ts';
import { type PageDeps, Visit } from './page-visit.ts';
import { state } from './state.ts';

const FirstPass = z.object({
  definition: z.string(),
  n: z.number(),
  hidden: z.boolean(),
  numerator: z.number().optional(),
  share: z.number().optional(),
  interval95: z.object({ low: z.number(), high: z.number() }).optional(),
});

const ReviewTimes = z.object({
  definition: z.string(),
  n: z.number(),
  onTime: z.number(),
  onTimeShare: z.number().nullable(),
  openOverdue: z.number(),
  openInTime: z.number(),
  elapsedHours: z.object({ p50: z.number(), p90: z.number(), max: z.number() }).nullable(),
});

const Measures = z.object({ at: z.string(), firstPassQuality: FirstPass, reviewTimes: ReviewTimes });

const Verification = z.discriminatedUnion('whole', [
  z.object({
    whole: z.literal(true),
    head: z.object({ position: z.number(), hash: z.string() }),
    unchained: z.number(),
  }),
  z.object({ whole: z.literal(false), brokenAt: z.number(), reason: z.string() }),
]);

export function outcomePages(deps: PageDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/outcomes',
      { config: { access: { permission: 'outcome.read' } }, schema: { hide: true } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const measures = await visit.api.get('/api/outcomes', Measures);
        // A manager sees the measures and not the audit log.
        const audit = await attempt(() => visit.api.get('/api/audit/verification', Verification));
        const body = html`${pageHead({
          title: 'Outcomes',
          lead: 'Capability, recomputed from the log of events each time this page is opened. Every figure says how many it rests on.',
        })}
${firstPassCard(measures.firstPassQuality)}
${reviewCard(measures.reviewTimes)}
${'value' in audit && auditCard(audit.value)}
<p class="small muted">Computed on ${calendarTime(new Date(measures.at), visit.me.timeZone)}</p>`;
        return visit.show(reply, { title: 'Outcomes', body });
      },
    );
  };
}

function firstPassCard(measure: z.infer<typeof FirstPass>): Html {
  const { share, interval95, numerator } = measure;
  return html`<section class="card" aria-labelledby="first-pass"><h2 id="first-pass">First-pass quality</h2>
${
  measure.hidden || share === undefined
    ? html`<p class="figure muted">hidden</p><p>n = ${measure.n}. A rate below n = 5 would speak of persons and not of the programme, so it is not shown.</p>`
    : html`<p class="figure">${percent(share)}</p>
<p class="number">${numerator} of n = ${measure.n}${
        interval95 && html`; 95 % interval ${percent(interval95.low)} to ${percent(interval95.high)}`
      }</p>`
}
<p class="muted">${measure.definition}</p></section>`;
}

function reviewCard(measure: z.infer<typeof ReviewTimes>): Html {
  const hours = measure.elapsedHours;
  return html`<section class="card" aria-labelledby="review-times"><h2 id="review-times">Feedback within 48 hours</h2>
<p class="figure">${measure.onTimeShare === null ? html`<span class="muted">nothing due yet</span>` : percent(measure.onTimeShare)}</p>
<p class="number">${measure.onTime} of n = ${measure.n} on time. Open now: ${measure.openInTime} in time, ${measure.openOverdue} past due.</p>
${
  hours &&
  html`<dl class="figures"><div><dt>Half within</dt><dd>${hours.p50.toFixed(1)} <small>hours</small></dd></div>
<div><dt>Nine of ten within</dt><dd>${hours.p90.toFixed(1)} <small>hours</small></dd></div>
<div><dt>Longest</dt><dd>${hours.max.toFixed(1)} <small>hours</small></dd></div></dl>`
}
<p class="muted">${measure.definition}</p></section>`;
}

function auditCard(audit: z.infer<typeof Verification>): Html {
  return html`<section class="card" aria-labelledby="audit"><div class="row"><h2 id="audit">Audit chain</h2>
<span>${audit.whole ? state('ready', 'Whole') : state('failed', 'Broken')}</span></div>
${
  audit.whole
    ? html`<dl class="facts"><dt>Chained entries</dt><dd>${audit.head.position}</dd><dt>Head</dt><dd><code>${audit.head.hash}</code></dd>
<dt>Not chained yet</dt><dd>${audit.unchained}</dd></dl>`
    : html`<p>Broken at entry ${audit.brokenAt}: ${audit.reason}</p>`
}</section>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
