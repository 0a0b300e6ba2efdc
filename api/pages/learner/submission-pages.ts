// Pages of submissions: receipt with feedback, one sealed file as text.
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { PersonId } from '../../store/ids.ts';
import { listAuthors } from '../../submissions/find-submission.ts';
import { html } from '../html.ts';
import { numberedText } from '../numbered-text.ts';
import { attempt } from '../page-api.ts';
import { pageHead } from '../page-head.ts';
import { type PageDeps, Visit } from '../page-visit.ts';
import { submissionPage } from './submission-page.ts';
import { RoundDetail, SubmissionDetail } from './submission-shape.ts';

const Params = z.object({ submissionId: z.string().max(100) });
const FileParams = Params.extend({ '*': z.string().max(1000) });

export function submissionPages(deps: PageDeps): FastifyPluginAsyncZod {
  const owners = (request: FastifyRequest): Promise<PersonId[]> =>
    listAuthors(deps.store.db, request.actor.programmeId, Params.parse(request.params).submissionId);
  const config = { access: { permission: 'submission.read' as const, owners } };

  return async (app) => {
    app.get(
      '/submissions/:submissionId',
      { config, schema: { hide: true, params: Params, querystring: z.object({ sealed: z.string().optional() }) } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const submission = await visit.api.get(`/api/submissions/${request.params.submissionId}`, SubmissionDetail);
        const round = await attempt(() => visit.api.get(`/api/rounds/${submission.roundId}`, RoundDetail));
        const justSealed = request.query.sealed !== undefined && submission.standing === 'in-review';
        const body = submissionPage(visit, {
          submission,
          // The round is opened a moment after the seal.
          round: 'value' in round ? round.value : undefined,
          justSealed,
        });
        return visit.show(reply, { title: `Task ${submission.task}, round ${submission.round}`, body });
      },
    );

    app.get(
      '/submissions/:submissionId/files/*',
      { config, schema: { hide: true, params: FileParams } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const { submissionId, '*': path } = request.params;
        const bytes = await visit.api.getBytes(`/api/submissions/${submissionId}/files/${path}`);
        const body = html`${pageHead({
          title: html`<code>${path}</code>`,
          crumbs: [{ href: `/submissions/${submissionId}`, label: 'Submission' }],
        })}<div class="card">${numberedText(bytes)}</div>`;
        return visit.show(reply, { title: path, body });
      },
    );
  };
}
