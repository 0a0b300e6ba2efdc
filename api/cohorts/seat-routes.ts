// Routes of seats: where a learner finds their tracks, tasks and sandboxes.
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { trackNames } from '../../tracks/track.ts';
import { findReach } from '../people/permissions.ts';
import { Problem } from '../problems.ts';
import { listSandboxes } from '../sandboxes/sandbox-record.ts';
import { findId, idPattern, type SeatId } from '../store/ids.ts';
import type { CohortDeps } from './cohort-deps.ts';
import { getCohort } from './cohort-record.ts';
import { getSeat, listSeats, type Seat } from './seat.ts';
import { findUseCase, getTrack } from './use-case-content.ts';

const tags = ['cohorts'];
const Track = z.enum(trackNames);
const Instant = z.iso.datetime();
const SandboxState = z.object({ sandboxId: z.string(), status: z.string() });
const SeatParams = z.object({ seatId: z.custom<SeatId>((id) => idPattern('seat').test(String(id))) });

const SeatSummary = z.object({
  seatId: z.string(),
  cohortId: z.string(),
  cohortKey: z.string(),
  learnerId: z.string(),
  track: Track,
  status: z.enum(['live', 'retired']),
  sandbox: SandboxState,
  tasks: z.array(z.object({ task: z.string(), title: z.string(), dueAt: Instant })),
});

const TaskDetail = z.object({
  key: z.string(),
  title: z.string(),
  brief: z.string().describe('Markdown'),
  dueAt: Instant,
  reviewMinutes: z.int(),
  rubric: z.string(),
  tools: z.array(z.string()),
  deliverable: z.object({
    title: z.string(),
    files: z.array(
      z.object({
        path: z.string(),
        mediaType: z.string(),
        required: z.boolean(),
        maxBytes: z.int(),
        words: z.object({ min: z.int(), max: z.int() }).optional(),
      }),
    ),
  }),
});

const SeatAnswer = SeatSummary.omit({ tasks: true }).extend({
  cohortName: z.string(),
  cohortStatus: z.string(),
  useCase: z.string(),
  extractDigest: z.string(),
  objective: z.string(),
  tools: z.array(z.object({ id: z.string(), title: z.string(), purpose: z.string() })),
  tasks: z.array(TaskDetail),
});

export function seatRoutes({ store }: Pick<CohortDeps, 'store'>): FastifyPluginAsyncZod {
  const ownersOf = async (request: FastifyRequest) => {
    const { seatId = '' } = request.params as { seatId?: string };
    const known = findId('seat', seatId);
    if (!known) throw new Problem('not-found', `There is no seat ${JSON.stringify(seatId.slice(0, 40))} here.`);
    const seat = await getSeat(store.db, { programmeId: request.actor.programmeId, seatId: known });
    return [seat.learnerId];
  };

  return async (app) => {
    app.get(
      '/api/seats',
      {
        config: { access: { permission: 'seat.read' } },
        schema: {
          tags,
          operationId: 'listSeats',
          summary: 'Live seats that you may see, or only your own',
          querystring: z.object({
            cohort: z.string().regex(idPattern('cohort')).optional(),
            mine: z.stringbool().default(false),
          }),
          response: { 200: z.object({ items: z.array(SeatSummary) }) },
        },
      },
      async ({ actor, query }) => {
        const onlyOwn = query.mine || findReach(actor.roles, 'seat.read') !== 'any';
        const cohortId = query.cohort === undefined ? undefined : findId('cohort', query.cohort);
        const seats = await listSeats(store.db, {
          programmeId: actor.programmeId,
          status: 'live',
          ...(onlyOwn ? { learnerId: actor.personId } : {}),
          ...(cohortId ? { cohortId } : {}),
        });
        const statuses = await readStatuses(seats);
        return { items: await Promise.all(seats.map((seat) => summaryOf(seat, statuses))) };
      },
    );

    app.get(
      '/api/seats/:seatId',
      {
        config: { access: { permission: 'seat.read', owners: ownersOf } },
        schema: {
          tags,
          operationId: 'getSeat',
          summary: 'One seat with its tasks and its sandbox',
          params: SeatParams,
          response: { 200: SeatAnswer },
        },
      },
      async ({ actor, params }) => {
        const seat = await getSeat(store.db, { programmeId: actor.programmeId, seatId: params.seatId });
        const cohort = await getCohort(store.db, actor.programmeId, seat.cohortId);
        const track = await getTrack(seat.useCase, seat.track);
        const dueAt = new Map(seat.tasks.map((task) => [task.task, task.dueAt]));
        const { tasks: _, ...summary } = await summaryOf(seat, await readStatuses([seat]));
        return {
          ...summary,
          cohortName: cohort.name,
          cohortStatus: cohort.status,
          useCase: seat.useCase,
          extractDigest: seat.extractDigest,
          objective: track.objective,
          tools: track.tools,
          tasks: track.tasks.flatMap((task) => {
            const due = dueAt.get(task.key);
            // A task that this version brings and the cohort was applied without is not the learner's yet.
            return due ? [{ ...task, dueAt: due.toISOString() }] : [];
          }),
        };
      },
    );
  };

  async function readStatuses(seats: readonly Seat[]): Promise<Map<string, string>> {
    const programmeId = seats[0]?.programmeId;
    if (!programmeId) return new Map();
    const sandboxes = await listSandboxes(store.db, { programmeId, sandboxIds: seats.map((seat) => seat.sandboxId) });
    return new Map(sandboxes.map((sandbox) => [sandbox.sandboxId, sandbox.status]));
  }
}

async function summaryOf(seat: Seat, statuses: Map<string, string>): Promise<z.infer<typeof SeatSummary>> {
  const useCase = await findUseCase(seat.useCase);
  const titles = new Map(useCase?.tracks.flatMap((track) => track.tasks.map((task) => [task.key, task.title])));
  return {
    seatId: seat.seatId,
    cohortId: seat.cohortId,
    cohortKey: seat.cohortKey,
    learnerId: seat.learnerId,
    track: seat.track,
    status: seat.status,
    sandbox: { sandboxId: seat.sandboxId, status: statuses.get(seat.sandboxId) ?? 'planned' },
    tasks: seat.tasks.map(({ task, dueAt }) => ({
      task,
      title: titles.get(task) ?? task,
      dueAt: dueAt.toISOString(),
    })),
  };
}
