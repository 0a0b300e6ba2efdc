// Routes of the review queue: what waits, leases, decisions.
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { trackNames } from '../../tracks/track.ts';
import { PageQuery } from '../store/page-token.ts';
import { getSubmission } from '../submissions/find-submission.ts';
import { claimRound } from './claim-round.ts';
import { getRound, listRoundAuthors, listRoundReviewers } from './find-round.ts';
import { releaseLease, renewLease } from './lease.ts';
import { Publication } from './publication.ts';
import { publishDecision } from './publish-decision.ts';
import { readQueue } from './read-queue.ts';
import { LeaseAnswer, QueueAnswer, RoundAnswer, roundAnswer } from './review-answers.ts';
import type { ReviewDeps } from './review-deps.ts';
import { type LeaseId, type RoundId, verdicts } from './round.ts';

const Name = z.string().max(200);
const Instant = z.iso.datetime();
const Token = z.strictObject({ leaseToken: Name });

const tags = ['review'];

export function reviewRoutes(deps: ReviewDeps): FastifyPluginAsyncZod {
  const { store } = deps;
  const roundOf = ({ params }: FastifyRequest) => (params as { roundId: RoundId }).roundId;
  const authors = (request: FastifyRequest) => listRoundAuthors(store.db, request.actor.programmeId, roundOf(request));
  const holders = (request: FastifyRequest) =>
    listRoundReviewers(store.db, request.actor.programmeId, roundOf(request));
  return async (app) => {
    app.get(
      '/api/review/queue',
      {
        config: { access: { permission: 'review.read' } },
        schema: {
          tags,
          operationId: 'readQueue',
          summary: 'Open rounds, most urgent first: what a reviewer may claim, what a learner waits for',
          querystring: PageQuery.extend({ track: z.enum(trackNames).optional() }),
          response: { 200: QueueAnswer },
        },
      },
      async ({ actor, query }) => {
        const queue = await readQueue(store.db, actor, query, query);
        const items = queue.items.map((item) => ({
          ...item,
          submittedAt: item.submittedAt.toISOString(),
          dueAt: item.dueAt.toISOString(),
        }));
        return { ...queue, items };
      },
    );

    app.post(
      '/api/review/leases',
      {
        config: { access: { permission: 'review.claim' } },
        schema: {
          tags,
          operationId: 'claimRound',
          summary: 'Claims the round that is due first, or the one that is named',
          body: z.strictObject({ track: z.enum(trackNames).optional(), roundId: Name.optional() }).nullish(),
          response: { 201: LeaseAnswer },
        },
      },
      async ({ actor, body }, reply) => {
        const wish = { track: body?.track, roundId: body?.roundId as RoundId | undefined };
        const { round, expiresAt, ...lease } = await claimRound(deps, actor, wish);
        const view = await getRound(store.db, actor.programmeId, round.roundId);
        const { files, manifestSha256, advice } = await getSubmission(store.db, actor, round.submissionId);
        return reply.code(201).send({
          ...lease,
          expiresAt: expiresAt.toISOString(),
          round: { ...roundAnswer(view), files, manifestSha256, advice },
        });
      },
    );

    app.post(
      '/api/review/leases/:leaseId/renew',
      {
        config: { access: { permission: 'review.claim' } },
        schema: {
          tags,
          operationId: 'renewLease',
          summary: 'Keeps a lease from expiring while its reviewer works',
          params: z.object({ leaseId: Name }),
          body: Token,
          response: { 200: z.object({ expiresAt: Instant }) },
        },
      },
      async ({ actor, params, body }) => {
        const held = { actor, leaseId: params.leaseId as LeaseId, leaseToken: body.leaseToken };
        return { expiresAt: (await renewLease(deps, held)).toISOString() };
      },
    );

    app.delete(
      '/api/review/leases/:leaseId',
      {
        config: { access: { permission: 'review.claim' } },
        schema: {
          tags,
          operationId: 'releaseLease',
          summary: 'Gives a round back; its deadline stays as it was',
          params: z.object({ leaseId: Name }),
          body: Token,
          response: { 204: z.undefined() },
        },
      },
      async ({ actor, params, body }, reply) => {
        await releaseLease(deps, { actor, leaseId: params.leaseId as LeaseId, leaseToken: body.leaseToken });
        return reply.code(204).send();
      },
    );

    app.post(
      '/api/rounds/:roundId/decisions',
      {
        config: { access: { permission: 'review.publish', owners: holders } },
        schema: {
          tags,
          operationId: 'publishDecision',
          summary: 'Publishes a decision under a live lease; one that comes too late is kept beside the winner',
          params: z.object({ roundId: Name }),
          body: Publication.extend({ leaseToken: Name }),
          response: {
            201: z.object({
              decisionId: z.string(),
              roundId: z.string(),
              verdict: z.enum(verdicts),
              publishedAt: Instant,
              onTime: z.boolean(),
            }),
          },
        },
      },
      async ({ actor, params, body }, reply) => {
        const { leaseToken, ...publication } = body;
        const asked = { actor, roundId: params.roundId as RoundId, leaseToken, publication };
        const decision = await publishDecision(deps, asked);
        return reply.code(201).send({ ...decision, publishedAt: decision.publishedAt.toISOString() });
      },
    );

    app.get(
      '/api/rounds/:roundId',
      {
        config: { access: { permission: 'review.read', owners: authors } },
        schema: {
          tags,
          operationId: 'getRound',
          summary: 'One round with its clock, its rubric and its decision',
          params: z.object({ roundId: Name }),
          response: { 200: RoundAnswer },
        },
      },
      async ({ actor, params }) => roundAnswer(await getRound(store.db, actor.programmeId, params.roundId as RoundId)),
    );
  };
}
