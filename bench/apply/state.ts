// A state folder as an installation has it just before its first cohort is applied, and what one looks like afterwards.
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listBoardSeats, listCohorts } from '../../api/cohorts/cohort-record.ts';
import { listSandboxes } from '../../api/sandboxes/sandbox-record.ts';
import type { SandboxRuntime } from '../../api/sandboxes/sandbox-runtime.ts';
import type { PersonId, ProgrammeId } from '../../api/store/ids.ts';
import { migrate } from '../../api/store/migrate.ts';
import { openPgliteStore } from '../../api/store/pglite-store.ts';
import { openPostgresStore } from '../../api/store/postgres-store.ts';
import type { Store } from '../../api/store/store.ts';
import { manifestOf, openSmallProgramme } from '../../test/api/cohorts/small-programme.ts';

/** What the process that applies has to know. */
export type Job = {
  programmeId: ProgrammeId;
  ownerId: PersonId;
  manifest: string;
  /** Of a PostgreSQL that several processes may have open; without it the embedded one in the state folder. */
  databaseUrl?: string;
};

export const seats = 12;

export function openState(folder: string, databaseUrl: string | undefined): Promise<Store> {
  return databaseUrl === undefined ? openPgliteStore(join(folder, 'database')) : openPostgresStore(databaseUrl);
}

export const sandboxesFolder = (folder: string) => join(folder, 'sandboxes');

/** People, an extract and nothing else: the same start for every round. */
export async function prepareState(folder: string, databaseUrl?: string): Promise<Job> {
  await mkdir(folder, { recursive: true });
  await using store = await openState(folder, databaseUrl);
  await migrate(store);
  await using programme = await openSmallProgramme(store, { folder, learners: seats });
  return {
    programmeId: programme.programmeId,
    ownerId: programme.owner.personId,
    manifest: manifestOf(programme, { seats }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  };
}

export function copyState(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true });
}

export type StateCounts = {
  /** Seats that should have a sandbox which is ready, and have none that the runtime shows as up. */
  lost: number;
  /** Seats beyond one for each learner and track. */
  doubles: number;
  /** What the runtime has and no row wants. */
  orphans: number;
  seatIds: string[];
};

/** Rows and runtime as they are now. */
export async function countState(
  store: Store,
  runtime: SandboxRuntime,
  programmeId: ProgrammeId,
): Promise<StateCounts> {
  const up = new Set((await runtime.list()).filter((each) => each.state === 'up').map((each) => each.sandboxId));
  const rows = await listSandboxes(store.db, { programmeId });
  const wanted = new Set(rows.filter((row) => row.status !== 'gone').map((row) => row.sandboxId));
  const cohorts = await listCohorts(store.db, programmeId);
  const board = (await Promise.all(cohorts.map((cohort) => listBoardSeats(store.db, cohort.cohortId)))).flat();
  const ready = board.filter((seat) => seat.sandboxStatus === 'ready' && up.has(seat.sandboxId));
  return {
    lost: Math.max(0, seats - ready.length),
    doubles: Math.max(0, board.length - seats) + Math.max(0, wanted.size - seats) + Math.max(0, cohorts.length - 1),
    orphans: [...up].filter((sandboxId) => !wanted.has(sandboxId)).length,
    seatIds: board.map((seat) => `${seat.seatId} ${seat.sandboxId}`).sort(),
  };
}
