// A seat as other rooms see it: one learner on one track of one cohort, with due dates and a sandbox.
import { type Kysely, sql } from 'kysely';
import { type TrackName, trackNames } from '../../tracks/track.ts';
import { Problem } from '../problems.ts';
import type { CohortId, PersonId, ProgrammeId, SandboxId, SeatId } from '../store/ids.ts';
import type { NoTables } from '../store/store.ts';

export type SeatTask = { task: string; dueAt: Date };

export type Seat = {
  seatId: SeatId;
  programmeId: ProgrammeId;
  cohortId: CohortId;
  cohortKey: string;
  cohortStatus: 'open' | 'closing' | 'closed';
  useCase: string;
  track: TrackName;
  status: 'live' | 'retired';
  learnerId: PersonId;
  sandboxId: SandboxId;
  /** `sha256:…` of the extract that this track works on. */
  extractDigest: string;
  /** In the order of their due dates. */
  tasks: SeatTask[];
};

type SeatRow = Omit<Seat, 'tasks'> & { tasks: { task: string; dueAt: string }[] };

/** One seat of this programme, or undefined. `db` may be a transaction. */
export async function findSeat(
  db: Kysely<NoTables>,
  asked: { programmeId: ProgrammeId; seatId: SeatId },
): Promise<Seat | undefined> {
  return (await listSeats(db, asked))[0];
}

/** One seat of this programme. Throws `not-found`. */
export async function getSeat(
  db: Kysely<NoTables>,
  asked: { programmeId: ProgrammeId; seatId: SeatId },
): Promise<Seat> {
  const seat = await findSeat(db, asked);
  if (seat) return seat;
  throw new Problem('not-found', `There is no seat ${asked.seatId} here.`);
}

/** Seats of this programme that match all that is asked, by cohort, then track in the order of the tracks, then learner. */
export async function listSeats(
  db: Kysely<NoTables>,
  asked: {
    programmeId: ProgrammeId;
    seatId?: SeatId;
    cohortId?: CohortId;
    learnerId?: PersonId;
    status?: 'live' | 'retired';
  },
): Promise<Seat[]> {
  const { rows } = await sql<SeatRow>`
    select s.seat_id as "seatId", s.programme_id as "programmeId", s.cohort_id as "cohortId", s.cohort_key as "cohortKey",
           s.cohort_status as "cohortStatus", s.use_case as "useCase", s.track, s.status, s.person_id as "learnerId",
           s.sandbox_id as "sandboxId", s.extract_digest as "extractDigest",
           coalesce((select jsonb_agg(jsonb_build_object('task', t.task, 'dueAt', t.due_at) order by t.due_at, t.task)
                     from cohorts_task_view t where t.cohort_id = s.cohort_id and t.track = s.track), '[]') as tasks
    from cohorts_seat_view s
    where s.programme_id = ${asked.programmeId}
      and (${asked.seatId ?? null}::text is null or s.seat_id = ${asked.seatId ?? null})
      and (${asked.cohortId ?? null}::text is null or s.cohort_id = ${asked.cohortId ?? null})
      and (${asked.learnerId ?? null}::text is null or s.person_id = ${asked.learnerId ?? null})
      and (${asked.status ?? null}::text is null or s.status = ${asked.status ?? null})
    order by s.cohort_key, array_position(${sql.val([...trackNames])}::text[], s.track), s.seat_id`.execute(db);
  return rows.map((row) => ({ ...row, tasks: row.tasks.map(({ task, dueAt }) => ({ task, dueAt: new Date(dueAt) })) }));
}
