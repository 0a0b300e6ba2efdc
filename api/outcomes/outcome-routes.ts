// Routes of outcomes: the log of events, the measures that follow from it.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { trackNames } from '../../tracks/track.ts';
import type { CohortId } from '../store/ids.ts';
import { PageQuery } from '../store/page-token.ts';
import type { Store } from '../store/store.ts';
import { firstPassQuality } from './first-pass-quality.ts';
import { listOutcomes, outcomeTypes, readOutcomes } from './outcome-event.ts';
import { reviewTimes } from './review-times.ts';

const Instant = z.iso.datetime();
const Filter = z.object({ cohort: z.string().max(200).optional(), track: z.enum(trackNames).optional() });

const EventAnswer = z.object({
  seq: z.int(),
  at: Instant,
  type: z.enum(outcomeTypes),
  subject: z.string(),
  cohortId: z.string().nullable(),
  seatId: z.string().nullable(),
  personId: z.string().nullable(),
  track: z.enum(trackNames).nullable(),
  task: z.string().nullable(),
  payload: z.record(z.string(), z.json()),
});

const MeasuresAnswer = z.object({
  at: Instant,
  firstPassQuality: z.object({
    definition: z.string(),
    n: z.int(),
    hidden: z.boolean().describe('True below n = 5: then nothing but n is told.'),
    numerator: z.int().optional(),
    share: z.number().optional(),
    interval95: z.object({ low: z.number(), high: z.number() }).optional(),
  }),
  reviewTimes: z.object({
    definition: z.string(),
    n: z.int(),
    onTime: z.int(),
    onTimeShare: z.number().nullable(),
    openOverdue: z.int(),
    openInTime: z.int(),
    elapsedHours: z.object({ p50: z.number(), p90: z.number(), max: z.number() }).nullable(),
  }),
});

const tags = ['outcomes'];

export function outcomeRoutes({ store }: { store: Store }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/outcomes/events',
      {
        config: { access: { permission: 'outcome.read' } },
        schema: {
          tags,
          operationId: 'listOutcomes',
          summary: 'The log of outcome events, oldest first',
          querystring: PageQuery.extend(Filter.shape),
          response: { 200: z.object({ items: z.array(EventAnswer), nextPageToken: z.string().optional() }) },
        },
      },
      async ({ actor, query }) => {
        const asked = {
          programmeId: actor.programmeId,
          cohortId: query.cohort as CohortId | undefined,
          track: query.track,
        };
        const page = await listOutcomes(store.db, asked, query);
        return { ...page, items: page.items.map((event) => ({ ...event, at: event.at.toISOString() })) };
      },
    );

    app.get(
      '/api/outcomes',
      {
        config: { access: { permission: 'outcome.read' } },
        schema: {
          tags,
          operationId: 'getOutcomes',
          summary: 'Measures, recomputed from the events at each request',
          querystring: Filter,
          response: { 200: MeasuresAnswer },
        },
      },
      async ({ actor, query }) => {
        const events = await readOutcomes(store.db, {
          programmeId: actor.programmeId,
          cohortId: query.cohort as CohortId | undefined,
          track: query.track,
          types: ['round.opened', 'round.decided'],
        });
        const { rows } = await sql<{ at: Date }>`select clock_now() as at`.execute(store.db);
        if (!rows[0]) throw new Error('the store did not tell the time');
        const { at } = rows[0];
        return {
          at: at.toISOString(),
          firstPassQuality: firstPassQuality(events),
          reviewTimes: reviewTimes(events, at),
        };
      },
    );
  };
}
