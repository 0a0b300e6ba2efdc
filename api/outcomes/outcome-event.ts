// The log of outcome events: facts, written once, in the transaction of what they tell of.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { TrackName } from '../../tracks/track.ts';
import type { CohortId, PersonId, ProgrammeId, SeatId } from '../store/ids.ts';
import { type JsonObject, jsonb } from '../store/json.ts';
import type { RecordedEvent } from '../store/outbox.ts';
import { type PageQuery, pageToken, parsePageToken } from '../store/page-token.ts';
import type { NoTables, Tx } from '../store/store.ts';

/** Whatever else happens is no outcome. */
export const outcomeTypes = [
  'cohort.applied',
  'cohort.closed',
  'seat.added',
  'seat.retired',
  'sandbox.ready',
  'submission.sealed',
  'submission.refused',
  'round.opened',
  'round.decided',
  'round.breached',
  'task.accepted',
] as const;
export type OutcomeType = (typeof outcomeTypes)[number];

export type OutcomeEvent = {
  seq: number;
  at: Date;
  type: OutcomeType;
  subject: string;
  cohortId: CohortId | null;
  seatId: SeatId | null;
  personId: PersonId | null;
  track: TrackName | null;
  task: string | null;
  payload: JsonObject;
};

/** What an event may say of where it belongs; what it leaves out is taken from its seat. */
const Place = z.object({
  cohortId: z.string().optional(),
  seatId: z.string().optional(),
  personId: z.string().optional(),
  track: z.string().optional(),
  task: z.string().optional(),
});

export async function recordOutcome(tx: Tx, type: OutcomeType, event: RecordedEvent): Promise<void> {
  const told = Place.parse(event.data);
  const seat = await findSeatOf(tx, event, told.seatId);
  // A canary or a pooled sandbox is nobody's outcome.
  if (type === 'sandbox.ready' && !seat) return;
  const cohortId = told.cohortId ?? seat?.cohort_id ?? (type.startsWith('cohort.') ? event.subject : null);
  await sql`
    insert into outcome_event (seq, programme_id, at, type, subject, cohort_id, seat_id, person_id, track, task, payload)
    values (${event.seq}, ${event.programmeId}, ${event.at.toISOString()}, ${type}, ${event.subject}, ${cohortId},
            ${told.seatId ?? seat?.seat_id ?? null}, ${told.personId ?? seat?.person_id ?? null},
            ${told.track ?? seat?.track ?? null}, ${told.task ?? null}, ${jsonb(event.data)})`.execute(tx);
}

type SeatRow = { seat_id: string; cohort_id: string; person_id: string; track: string };

async function findSeatOf(tx: Tx, { programmeId, subject }: RecordedEvent, seatId: string | undefined) {
  const { rows } = await sql<SeatRow>`
    select seat_id, cohort_id, person_id, track from cohorts_seat_view
    where programme_id = ${programmeId} and (seat_id = ${seatId ?? subject} or sandbox_id = ${subject}) limit 1`.execute(
    tx,
  );
  return rows[0];
}

export type OutcomeFilter = { cohortId?: CohortId | undefined; track?: TrackName | undefined };

const columns = sql`seq, at, type, subject, cohort_id as "cohortId", seat_id as "seatId", person_id as "personId", track, task,
  payload`;

/** In the order in which things happened, one page at a time. */
export async function listOutcomes(
  db: Kysely<NoTables>,
  asked: OutcomeFilter & { programmeId: ProgrammeId },
  page: PageQuery,
): Promise<{ items: OutcomeEvent[]; nextPageToken?: string }> {
  const [after] = parsePageToken(page.pageToken, z.tuple([z.int()])) ?? [0];
  const { rows } = await sql<OutcomeEvent>`
    select ${columns} from outcome_event
    where ${within(asked)} and seq > ${after}
    order by seq limit ${page.pageSize + 1}`.execute(db);
  const items = rows.slice(0, page.pageSize);
  const last = items.at(-1);
  return rows.length > items.length && last ? { items, nextPageToken: pageToken([last.seq]) } : { items };
}

/** Every event of these types, for measures. */
export async function readOutcomes(
  db: Kysely<NoTables>,
  asked: OutcomeFilter & { programmeId: ProgrammeId; types: readonly OutcomeType[] },
): Promise<OutcomeEvent[]> {
  const { rows } = await sql<OutcomeEvent>`
    select ${columns} from outcome_event
    where ${within(asked)} and type = any(${[...asked.types]}::text[])
    order by seq`.execute(db);
  return rows;
}

function within({
  programmeId,
  cohortId = undefined,
  track = undefined,
}: OutcomeFilter & { programmeId: ProgrammeId }) {
  return sql<boolean>`programme_id = ${programmeId}
    and (${cohortId ?? null}::text is null or cohort_id = ${cohortId ?? null})
    and (${track ?? null}::text is null or track = ${track ?? null})`;
}
