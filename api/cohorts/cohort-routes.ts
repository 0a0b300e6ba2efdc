// Routes of cohorts: manifest, plan, apply, board, progress, close.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sendEventStream } from '../store/event-stream.ts';
import { idPattern } from '../store/ids.ts';
import { applyCohort } from './apply-cohort.ts';
import { closeCohort } from './close-cohort.ts';
import { BoardAnswer, CohortAnswer, PlanAnswer, planAnswer } from './cohort-answers.ts';
import { readBoard, summaryOf } from './cohort-board.ts';
import type { CohortDeps } from './cohort-deps.ts';
import { cohortEvents } from './cohort-events.ts';
import { largestManifest } from './cohort-manifest.ts';
import { cohortStatuses, getCohort, listCohorts } from './cohort-record.ts';
import { planCohort } from './plan-cohort.ts';
import { writeManifest } from './roster-manifest.ts';
import { listSeats } from './seat.ts';
import { seatRoutes } from './seat-routes.ts';

const tags = ['cohorts'];
const bodyLimit = largestManifest * 2;

const Text = z.string().min(1).max(largestManifest);
const CohortParams = z.object({ cohortId: z.string().regex(idPattern('cohort')) });

export function cohortRoutes(deps: CohortDeps): FastifyPluginAsyncZod {
  const { store, clock } = deps;
  const readAccess = { access: { permission: 'cohort.read' as const } };
  const writeAccess = { access: { permission: 'cohort.write' as const } };

  return async (app) => {
    await app.register(seatRoutes(deps));

    app.post(
      '/api/cohorts/manifest',
      {
        bodyLimit,
        config: writeAccess,
        schema: {
          tags,
          operationId: 'writeCohortManifest',
          summary: 'A manifest from a roster, with defaults for everything else',
          body: z.strictObject({
            rosterCsv: Text,
            useCase: z.string().max(60).optional(),
            name: z.string().trim().min(1).max(200).optional(),
            key: z.string().max(60).optional(),
            starts: z.iso.date().optional(),
            ends: z.iso.date().optional(),
            timeZone: z.string().max(60).optional(),
          }),
          response: { 200: z.object({ manifest: z.string() }) },
        },
      },
      async ({ actor, body }) => ({ manifest: await writeManifest(deps, actor, body) }),
    );

    app.post(
      '/api/cohorts/plan',
      {
        bodyLimit,
        config: writeAccess,
        schema: {
          tags,
          operationId: 'planCohort',
          summary: 'What applying this manifest would change, and what stands in the way',
          body: z.strictObject({ manifest: Text }),
          response: { 200: PlanAnswer },
        },
      },
      async ({ actor, body }) => planAnswer(await planCohort(deps, actor.programmeId, body.manifest)),
    );

    app.post(
      '/api/cohorts/apply',
      {
        bodyLimit,
        config: writeAccess,
        schema: {
          tags,
          operationId: 'applyCohort',
          summary: 'Makes the cohort what the manifest says; sandboxes follow',
          body: z.strictObject({ manifest: Text, confirm: z.string().max(60).optional() }),
          response: {
            202: z.object({ cohortId: z.string(), key: z.string(), eventsUrl: z.string(), plan: PlanAnswer }),
          },
        },
      },
      async ({ actor, body }, reply) => {
        const { cohortId, plan } = await applyCohort(deps, actor, body);
        const eventsUrl = `/api/cohorts/${cohortId}/events`;
        return reply
          .code(202)
          .header('location', `/api/cohorts/${cohortId}`)
          .send({ cohortId, key: plan.cohort.key, eventsUrl, plan: planAnswer(plan) });
      },
    );

    app.get(
      '/api/cohorts',
      {
        config: readAccess,
        schema: {
          tags,
          operationId: 'listCohorts',
          summary: 'Cohorts by key',
          response: { 200: z.object({ items: z.array(CohortAnswer) }) },
        },
      },
      async ({ actor }) => ({ items: (await listCohorts(store.db, actor.programmeId)).map(summaryOf) }),
    );

    app.get(
      '/api/cohorts/:cohortId',
      {
        config: readAccess,
        schema: {
          tags,
          operationId: 'getCohort',
          summary: 'The board of one cohort',
          params: CohortParams,
          response: { 200: BoardAnswer },
        },
      },
      async ({ actor, params }) => readBoard(store.db, actor.programmeId, params.cohortId),
    );

    app.get(
      '/api/cohorts/:cohortId/events',
      {
        config: readAccess,
        schema: {
          tags,
          operationId: 'followCohort',
          summary: 'What happens to the cohort, as server-sent events',
          produces: ['text/event-stream'],
          params: CohortParams,
        },
      },
      async (request, reply) => {
        const { programmeId } = request.actor;
        const { cohortId } = await getCohort(store.db, programmeId, request.params.cohortId);
        const seats = await listSeats(store.db, { programmeId, cohortId });
        return sendEventStream(request, reply, {
          store,
          clock,
          programmeId,
          includes: cohortEvents(
            cohortId,
            seats.map((seat) => seat.sandboxId),
          ),
          dataOf: ({ type, subject, at, data }) => ({ type, subject, at: at.toISOString(), ...data }),
          endsWith: (event) => event.type === 'cohort.closed' && event.subject === cohortId,
        });
      },
    );

    app.post(
      '/api/cohorts/:cohortId/close',
      {
        config: writeAccess,
        schema: {
          tags,
          operationId: 'closeCohort',
          summary: 'Removes the sandboxes of the cohort and closes it, once nothing holds it',
          params: CohortParams,
          body: z.strictObject({ confirm: z.string().max(60) }),
          response: {
            202: z.object({
              cohortId: z.string(),
              key: z.string(),
              status: z.enum(cohortStatuses),
              eventsUrl: z.string(),
            }),
          },
        },
      },
      async ({ actor, body, params }, reply) => {
        const closing = await closeCohort(deps, actor, { cohortId: params.cohortId, confirm: body.confirm });
        return reply.code(202).send({ ...closing, eventsUrl: `/api/cohorts/${closing.cohortId}/events` });
      },
    );
  };
}
