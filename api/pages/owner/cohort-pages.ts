// The owner's pages of cohorts: list, board, live part, closing.
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Problem } from '../../problems.ts';
import { SubmissionDetail } from '../learner/submission-shape.ts';
import { attempt, items } from '../page-api.ts';
import { PageForm } from '../page-form.ts';
import { type PageDeps, sendHtml, Visit } from '../page-visit.ts';
import { type BoardView, boardFragment, boardPage } from './board-page.ts';
import { Board, CohortSummary } from './board-shape.ts';
import { cohortListPage } from './cohort-list-page.ts';

const CohortParams = z.object({ cohortId: z.string().max(100) });

export function cohortPages(deps: PageDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const read = { access: { permission: 'cohort.read' as const } };

    app.get('/owner', { config: read, schema: { hide: true } }, async (request, reply) => {
      const visit = await Visit.open(deps, request);
      const cohorts = await visit.api.get('/api/cohorts', items(CohortSummary));
      const boards = await Promise.all(
        cohorts.items.map(({ cohortId }) => visit.api.get(`/api/cohorts/${cohortId}`, Board)),
      );
      return visit.show(reply, { title: 'Cohorts', body: cohortListPage(boards, visit.has('owner')) });
    });

    app.get(
      '/cohorts/:cohortId',
      { config: read, schema: { hide: true, params: CohortParams } },
      async (request, reply) => showBoard(await Visit.open(deps, request), reply, request.params.cohortId),
    );

    app.get(
      '/cohorts/:cohortId/board',
      { config: read, schema: { hide: true, params: CohortParams } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        return sendHtml(reply, 200, boardFragment(visit, await readView(visit, request.params.cohortId)));
      },
    );

    app.post(
      '/cohorts/:cohortId/close',
      { config: { access: { permission: 'cohort.write' } }, schema: { hide: true, params: CohortParams } },
      async (request, reply) => {
        const visit = await Visit.open(deps, request);
        const { cohortId } = request.params;
        const confirm = (await PageForm.read(request)).text('confirm').trim();
        const closing = await attempt(() =>
          visit.api.post(`/api/cohorts/${cohortId}/close`, { confirm }, z.object({ status: z.string() })),
        );
        if ('problem' in closing) return showBoard(visit, reply, cohortId, closing.problem);
        return reply.redirect(`/cohorts/${cohortId}`, 303);
      },
    );
  };
}

async function showBoard(
  visit: Visit,
  reply: FastifyReply,
  cohortId: string,
  problem?: Problem,
): Promise<FastifyReply> {
  const view = await readView(visit, cohortId);
  const body = boardPage(visit, view, problem);
  return visit.show(reply, { title: view.board.name, body, status: problem?.status ?? 200 });
}

async function readView(visit: Visit, cohortId: string): Promise<BoardView> {
  const board = await visit.api.get(`/api/cohorts/${cohortId}`, Board);
  // A manager sees the board without what was handed in.
  const submissions = await attempt(() =>
    visit.api.get(`/api/submissions?cohort=${cohortId}&pageSize=200`, items(SubmissionDetail)),
  );
  return { board, submissions: 'value' in submissions ? submissions.value.items : [] };
}
