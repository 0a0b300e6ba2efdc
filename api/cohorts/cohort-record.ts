// Cohorts as the store has them.
import { type Kysely, sql } from 'kysely';
import type { TrackName } from '../../tracks/track.ts';
import { Problem } from '../problems.ts';
import type { CohortId, PersonId, ProgrammeId, SandboxId, SeatId } from '../store/ids.ts';
import type { JsonObject } from '../store/json.ts';
import type { NoTables } from '../store/store.ts';

export const cohortStatuses = ['open', 'closing', 'closed'] as const;
export type CohortStatus = (typeof cohortStatuses)[number];

export type Cohort = {
  cohortId: CohortId;
  key: string;
  name: string;
  useCase: string;
  /** Days such as 2026-11-23. */
  starts: string;
  ends: string;
  timeZone: string;
  runtime: string;
  status: CohortStatus;
  manifest: string;
  appliedAt: Date;
  closedAt: Date | null;
  certificate: JsonObject | null;
};

const columns = sql`
  id as "cohortId", key, name, use_case as "useCase", starts::text, ends::text, time_zone as "timeZone", runtime, status,
  manifest, applied_at as "appliedAt", closed_at as "closedAt", certificate`;

/** Cohorts of this programme by key. `db` may be a transaction. */
export async function listCohorts(db: Kysely<NoTables>, programmeId: ProgrammeId): Promise<Cohort[]> {
  const { rows } =
    await sql<Cohort>`select ${columns} from cohort where programme_id = ${programmeId} order by key`.execute(db);
  return rows;
}

export async function findCohortByKey(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  key: string,
): Promise<Cohort | undefined> {
  const { rows } = await sql<Cohort>`
    select ${columns} from cohort where programme_id = ${programmeId} and key = ${key}`.execute(db);
  return rows[0];
}

/** Throws `not-found`. */
export async function getCohort(db: Kysely<NoTables>, programmeId: ProgrammeId, cohortId: string): Promise<Cohort> {
  const { rows } = await sql<Cohort>`
    select ${columns} from cohort where programme_id = ${programmeId} and id = ${cohortId}`.execute(db);
  if (rows[0]) return rows[0];
  throw new Problem('not-found', `There is no cohort ${cohortId} here.`);
}

/** A live seat with who sits on it and how its sandbox is. */
export type BoardSeat = {
  seatId: SeatId;
  personId: PersonId;
  email: string;
  name: string;
  track: TrackName;
  extractDigest: string;
  sandboxId: SandboxId;
  sandboxStatus: string;
  failure: string | null;
};

/** Live seats of a cohort by track and address. */
export async function listBoardSeats(db: Kysely<NoTables>, cohortId: CohortId): Promise<BoardSeat[]> {
  const { rows } = await sql<BoardSeat>`
    select s.id as "seatId", s.person_id as "personId", coalesce(p.email, s.person_id) as email,
           coalesce(p.name, s.person_id) as name, s.track, b.extract_digest as "extractDigest",
           s.sandbox_id as "sandboxId", b.status as "sandboxStatus", b.failure
    from seat s join sandboxes_status_view b on b.id = s.sandbox_id
    left join people_person_view p on p.person_id = s.person_id
    where s.cohort_id = ${cohortId} and s.status = 'live'
    order by s.track, email collate "C", s.id`.execute(db);
  return rows;
}
