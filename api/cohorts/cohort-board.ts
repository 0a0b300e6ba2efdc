// What the board of a cohort shows: each seat with its sandbox and due dates, and how far a launch has come.
import { type Kysely, sql } from 'kysely';
import type { TrackName } from '../../tracks/track.ts';
import type { ProgrammeId } from '../store/ids.ts';
import type { NoTables } from '../store/store.ts';
import { type Cohort, getCohort, listBoardSeats } from './cohort-record.ts';
import { findUseCase } from './use-case-content.ts';

export type CohortSummary = Omit<Cohort, 'manifest' | 'appliedAt' | 'closedAt'> & {
  appliedAt: string;
  closedAt: string | null;
};

export function summaryOf({ manifest: _, ...cohort }: Cohort): CohortSummary {
  return {
    ...cohort,
    appliedAt: cohort.appliedAt.toISOString(),
    closedAt: cohort.closedAt?.toISOString() ?? null,
  };
}

/** Throws `not-found`. */
export async function readBoard(db: Kysely<NoTables>, programmeId: ProgrammeId, cohortId: string) {
  const cohort = await getCohort(db, programmeId, cohortId);
  const useCase = await findUseCase(cohort.useCase);
  const titles = new Map(useCase?.tracks.flatMap((track) => track.tasks.map((task) => [task.key, task.title])));
  const tasks = await sql<{ track: string; task: string; dueAt: Date }>`
    select track, task, due_at as "dueAt" from cohort_task where cohort_id = ${cohortId} order by due_at, task`.execute(
    db,
  );
  const reviewers = await sql<{ email: string; name: string; tracks: TrackName[] }>`
    select p.email, p.name, jsonb_agg(r.track order by r.track) as tracks
    from cohort_reviewer r join people_person_view p on p.person_id = r.person_id
    where r.cohort_id = ${cohortId} group by p.email, p.name order by p.email`.execute(db);
  const holds = await sql<{ subject: string; reason: string }>`
    select subject, reason from cohort_hold where cohort_id = ${cohortId} order by placed_at, subject`.execute(db);
  const seats = (await listBoardSeats(db, cohort.cohortId)).map((seat) => ({
    seatId: seat.seatId,
    learner: { personId: seat.personId, email: seat.email, name: seat.name },
    track: seat.track,
    sandbox: { sandboxId: seat.sandboxId, status: seat.sandboxStatus, failure: seat.failure },
    tasks: tasks.rows
      .filter((task) => task.track === seat.track)
      .map(({ task, dueAt }) => ({ task, title: titles.get(task) ?? task, dueAt: dueAt.toISOString() })),
  }));
  const byStatus = Map.groupBy(seats, (seat) => seat.sandbox.status);
  return {
    ...summaryOf(cohort),
    manifest: cohort.manifest,
    counts: Object.fromEntries([...byStatus].map(([status, all]) => [status, all.length])),
    seats,
    reviewers: reviewers.rows,
    holds: holds.rows,
  };
}
