// The reviewer's pages: the queue, the desk, publishing.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../problems.ts';
import { html } from '../html.ts';
import { instant } from '../instants.ts';
import { SubmissionDetail } from '../learner/submission-shape.ts';
import { attempt } from '../page-api.ts';
import { PageForm } from '../page-form.ts';
import { type PageDeps, Visit } from '../page-visit.ts';
import { decisionOf, namedByCriterion } from './decision-form.ts';
import { findDesk, keepDesk, leaveDesk } from './desk-cookie.ts';
import { deskPage } from './desk-page.ts';
import { queuePage } from './queue-page.ts';
import { Claimed, LeasedRound, Queue } from './review-shape.ts';

const LeaseParams = z.object({ leaseId: z.string().max(100) });
const Renewed = z.object({ expiresAt: z.string() });
const Done = z.enum(['published', 'released', 'elsewhere']);

const said = {
  published: html`Published. The learner sees your feedback now.`,
  released: html`Given back. It waits for another reviewer, with the deadline it had.`,
  elsewhere: html`That desk was opened in another browser, or its round was given back. Continue from “Yours”.`,
};

export function reviewPages(deps: PageDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: { permission: 'review.claim' as const } };
    const ofLease = { config, schema: { hide: true, params: LeaseParams } };

    app.get(
      '/review',
      { config, schema: { hide: true, querystring: z.object({ done: Done.optional() }) } },
      async (request, reply) => showQueue(await Visit.open(deps, request), reply, { done: request.query.done }),
    );

    app.post('/review/claim', { config, schema: { hide: true } }, async (request, reply) => {
      const visit = await Visit.open(deps, request);
      const roundId = (await PageForm.read(request)).text('roundId');
      const claimed = await attempt(() =>
        visit.api.post('/api/review/leases', roundId === '' ? {} : { roundId }, Claimed),
      );
      if ('problem' in claimed) return showQueue(visit, reply, { problem: claimed.problem });
      const { leaseId, leaseToken, round } = claimed.value;
      keepDesk(request, reply, { leaseId, leaseToken, roundId: round.roundId });
      return reply.redirect(`/review/leases/${leaseId}`, 303);
    });

    app.get('/review/leases/:leaseId', ofLease, async (request, reply) =>
      showDesk(deps, request, reply, { leaseId: request.params.leaseId }),
    );

    app.post('/review/leases/:leaseId', ofLease, async (request, reply) => {
      const { leaseId } = request.params;
      const form = await PageForm.read(request);
      const published = await attempt(async () => {
        const desk = getDesk(request, leaseId);
        const visit = await Visit.open(deps, request);
        const round = await visit.api.get(`/api/rounds/${desk.roundId}`, LeasedRound);
        const decision = decisionOf(round.rubric, form);
        const asked = { leaseToken: desk.leaseToken, rubricDigest: round.rubricDigest, ...decision };
        const key = form.text('key');
        const outcome = await attempt(() =>
          visit.api.post(`/api/rounds/${desk.roundId}/decisions`, asked, z.unknown(), key),
        );
        if ('problem' in outcome) throw namedByCriterion(outcome.problem, decision, round.rubric);
      });
      if ('problem' in published) return showDesk(deps, request, reply, { leaseId, form, problem: published.problem });
      leaveDesk(reply, leaseId);
      return reply.redirect('/review?done=published', 303);
    });

    // By the script while somebody writes, by the button without it.
    app.post('/review/leases/:leaseId/renew', ofLease, async (request, reply) => {
      const { leaseId } = request.params;
      const form = await PageForm.read(request);
      const renewed = await attempt(async () => {
        const { leaseToken } = getDesk(request, leaseId);
        const { api } = await Visit.open(deps, request);
        return api.post(`/api/review/leases/${leaseId}/renew`, { leaseToken }, Renewed);
      });
      if (request.headers.accept === 'application/json') {
        if ('problem' in renewed) throw renewed.problem;
        return reply.code(204).send();
      }
      const view = 'problem' in renewed ? { problem: renewed.problem } : { expiresAt: renewed.value.expiresAt };
      return showDesk(deps, request, reply, { leaseId, form, ...view });
    });

    app.post('/review/leases/:leaseId/release', ofLease, async (request, reply) => {
      const { leaseId } = request.params;
      const form = await PageForm.read(request);
      const released = await attempt(async () => {
        const { leaseToken } = getDesk(request, leaseId);
        const { api } = await Visit.open(deps, request);
        await api.delete(`/api/review/leases/${leaseId}`, { leaseToken });
      });
      if ('problem' in released) return showDesk(deps, request, reply, { leaseId, form, problem: released.problem });
      leaveDesk(reply, leaseId);
      return reply.redirect('/review?done=released', 303);
    });
  };
}

async function showQueue(
  visit: Visit,
  reply: FastifyReply,
  view: { problem?: Problem; done?: z.infer<typeof Done> | undefined },
): Promise<FastifyReply> {
  const queue = await visit.api.get('/api/review/queue?pageSize=100', Queue);
  const body = queuePage(visit, { queue, problem: view.problem, said: view.done && said[view.done] });
  return visit.show(reply, { title: 'Review', body, status: view.problem?.status ?? 200 });
}

type DeskMoment = { leaseId: string; form?: PageForm; problem?: Problem; expiresAt?: string };

async function showDesk(
  deps: PageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  moment: DeskMoment,
): Promise<FastifyReply> {
  const desk = findDesk(request, moment.leaseId);
  if (!desk) return reply.redirect('/review?done=elsewhere', 303);
  const visit = await Visit.open(deps, request);
  const round = await visit.api.get(`/api/rounds/${desk.roundId}`, LeasedRound);
  const submission = await visit.api.get(`/api/submissions/${round.submissionId}`, SubmissionDetail);
  const files = await Promise.all(
    submission.files.map(async ({ path }) => ({
      path,
      bytes: await visit.api.getBytes(`/api/submissions/${round.submissionId}/files/${path}`),
    })),
  );
  const body = deskPage(visit, {
    leaseId: moment.leaseId,
    round,
    files,
    advice: submission.advice.findings,
    typed: (name) => moment.form?.text(name) ?? '',
    problem: moment.problem,
    said:
      moment.expiresAt === undefined
        ? undefined
        : html`What you typed is below. The round stays yours until ${instant(moment.expiresAt, visit.clock)}`,
  });
  const title = `Task ${round.task}, round ${round.round}`;
  return visit.show(reply, { title, body, status: moment.problem?.status ?? 200 });
}

function getDesk(request: FastifyRequest, leaseId: string) {
  const desk = findDesk(request, leaseId);
  if (desk) return desk;
  throw new Problem('lease-lost', 'This browser holds no token of that lease: continue from the queue, under “Yours”.');
}
