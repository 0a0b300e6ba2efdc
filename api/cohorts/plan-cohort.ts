// Plans a cohort: the difference between its manifest and what is there, seat by seat, with what stands in the way.
import { type Kysely, sql } from 'kysely';
import { type TrackName, trackNames } from '../../tracks/track.ts';
import { Problem, type ProblemFinding } from '../problems.ts';
import type { CohortId, ProgrammeId, SandboxId, SeatId } from '../store/ids.ts';
import { canonicalJson } from '../store/json.ts';
import type { NoTables } from '../store/store.ts';
import type { CohortDeps } from './cohort-deps.ts';
import { type CohortFacts, gatherFacts, tracksOf } from './cohort-facts.ts';
import { extractOf, parseManifest } from './cohort-manifest.ts';
import { type BoardSeat, type Cohort, type CohortStatus, findCohortByKey, listBoardSeats } from './cohort-record.ts';
import { findBlockers, findWarnings } from './find-blockers.ts';

export type PlannedSeat = { email: string; track: TrackName; seatId?: SeatId; sandboxId?: SandboxId };

export type CohortPlan = {
  cohort: { key: string; name: string; cohortId: CohortId | null; status: 'new' | CohortStatus };
  seats: {
    create: PlannedSeat[];
    keep: PlannedSeat[];
    /** Kept, but with another extract: the sandbox is started again and keeps its work. */
    change: (PlannedSeat & { extract: string })[];
    /** Their sandboxes are destroyed, with their work. */
    retire: PlannedSeat[];
  };
  /** When each task is due, in the order of due dates. */
  tasks: { track: TrackName; task: string; dueAt: Date }[];
  capacity: { runtime: string; sandboxes: number; neededDiskMiB: number | null; freeDiskMiB: number | null };
  blockers: ProblemFinding[];
  warnings: ProblemFinding[];
  /** What has to be typed to apply this, because it removes sandboxes; null when nothing is removed. */
  confirm: string | null;
  /** Applying this would change nothing at all. */
  unchanged: boolean;
};

/** Reads, and never writes. Throws `invalid-document`. */
export async function planCohort(deps: CohortDeps, programmeId: ProgrammeId, text: string): Promise<CohortPlan> {
  const facts = await gatherFacts(deps, programmeId, text);
  return comparePlan(deps.store.db, facts);
}

/** The plan for these facts. `db` may be a transaction: what it reads of the cohort is what it will change. */
export async function comparePlan(db: Kysely<NoTables>, facts: CohortFacts): Promise<CohortPlan> {
  const { manifest } = facts;
  const cohort = await findCohortByKey(db, facts.programmeId, manifest.cohort);
  const seats = compareSeats(facts, cohort ? await listBoardSeats(db, cohort.cohortId) : []);
  const perSandbox = facts.capacity?.state === 'present' ? facts.capacity.diskMiBPerSandbox : null;
  const capacity = {
    runtime: manifest.runtime,
    sandboxes: seats.create.length,
    neededDiskMiB: perSandbox === null ? null : perSandbox * seats.create.length,
    freeDiskMiB: facts.capacity?.state === 'present' ? facts.capacity.freeDiskMiB : null,
  };
  const changes = seats.create.length + seats.change.length + seats.retire.length;
  const same = cohort !== undefined && isSame(cohort.manifest, facts.text);
  return {
    cohort: {
      key: manifest.cohort,
      name: manifest.name,
      cohortId: cohort?.cohortId ?? null,
      status: cohort?.status ?? 'new',
    },
    seats,
    tasks: await listDueDates(db, facts),
    capacity,
    blockers: [...findBlockers(facts), ...findChangeFaults(facts, cohort, capacity)],
    warnings: findWarnings(facts),
    confirm: seats.retire.length > 0 ? manifest.cohort : null,
    unchanged: same && changes === 0,
  };
}

function compareSeats({ manifest }: CohortFacts, present: readonly BoardSeat[]): CohortPlan['seats'] {
  const seatKey = ({ email, track }: { email: string; track: string }) => `${track} ${email}`;
  const byKey = new Map(present.map((seat) => [seatKey(seat), seat]));
  const wanted = new Set(manifest.roster.map(seatKey));
  const planned = ({ email, track, seatId, sandboxId }: BoardSeat) => ({ email, track, seatId, sandboxId });
  const order = (a: PlannedSeat, b: PlannedSeat) =>
    trackNames.indexOf(a.track) - trackNames.indexOf(b.track) || (a.email < b.email ? -1 : 1);
  const kept = manifest.roster.flatMap((seat) => byKey.get(seatKey(seat)) ?? []);
  const isChanged = (seat: BoardSeat) => seat.extractDigest !== extractOf(manifest, seat.track);
  return {
    create: manifest.roster.filter((seat) => !byKey.has(seatKey(seat))).sort(order),
    keep: kept
      .filter((seat) => !isChanged(seat))
      .map(planned)
      .sort(order),
    change: kept
      .filter(isChanged)
      .map((seat) => ({ ...planned(seat), extract: extractOf(manifest, seat.track) }))
      .sort(order),
    retire: present
      .filter((seat) => !wanted.has(seatKey(seat)))
      .map(planned)
      .sort(order),
  };
}

function findChangeFaults(
  { manifest, lineOf }: CohortFacts,
  cohort: Cohort | undefined,
  capacity: CohortPlan['capacity'],
): ProblemFinding[] {
  const faults: ProblemFinding[] = [];
  const fault = (code: string, key: string, message: string) =>
    faults.push({ code, message, path: key, line: lineOf([key]) });
  if (cohort && cohort.status !== 'open') {
    fault('cohortClosed', 'cohort', `the cohort ${cohort.key} is ${cohort.status}: give the new one another key`);
  }
  if (cohort && cohort.runtime !== manifest.runtime) {
    fault('runtimeFixed', 'runtime', `the cohort runs on ${cohort.runtime}, which cannot be changed while it is open`);
  }
  if (cohort && cohort.useCase !== manifest.useCase) {
    fault('useCaseFixed', 'useCase', `the cohort works on ${cohort.useCase}, which cannot be changed`);
  }
  const { neededDiskMiB: needed, freeDiskMiB: free } = capacity;
  if (needed !== null && free !== null && needed > free) {
    fault(
      'diskFull',
      'roster',
      `${capacity.sandboxes} new sandboxes need about ${needed} MiB of disk, ${free} MiB are free`,
    );
  }
  return faults;
}

/** 23:59 on the day, as the clock on the wall shows it in the cohort's time zone. */
async function listDueDates(db: Kysely<NoTables>, { manifest, useCase }: CohortFacts): Promise<CohortPlan['tasks']> {
  const tasks = tracksOf(manifest).flatMap((track) =>
    (useCase?.tracks.find((each) => each.track === track)?.tasks ?? []).map((task) => ({
      track,
      task: task.key,
      day: manifest.tasks[task.key]?.dueDay ?? task.dueDay,
    })),
  );
  const { rows } = await sql<CohortPlan['tasks'][number]>`
    select t.track, t.task, ((${manifest.starts}::date + t.day + time '23:59') at time zone ${manifest.timeZone}::text) as "dueAt"
    from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as t(track text, task text, day int)
    order by "dueAt", t.task`.execute(db);
  return rows;
}

/** The same in meaning: order of keys, comments and defaults written out make no difference. */
function isSame(applied: string, asked: string): boolean {
  if (applied === asked) return true;
  try {
    return canonical(applied) === canonical(asked);
  } catch (error) {
    // What an older version applied may not fit any more; then it is not the same.
    if (error instanceof Problem) return false;
    throw error;
  }
}

function canonical(text: string): string {
  return canonicalJson(JSON.parse(JSON.stringify(parseManifest(text).manifest)));
}
