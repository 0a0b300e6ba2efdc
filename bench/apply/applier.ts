// The process that is killed: applies the cohort to a state folder and reconciles until every sandbox is ready.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeRooms } from '../../api/app.ts';
import { systemClock } from '../../api/clock.ts';
import { applyCohort } from '../../api/cohorts/apply-cohort.ts';
import { listBoardSeats } from '../../api/cohorts/cohort-record.ts';
import { agreeOnWorkspaceRoot } from '../../api/sandboxes/runtimes/workspace/workspace-root.ts';
import { WorkspaceRuntime } from '../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import { sandboxLoops } from '../../api/sandboxes/sandbox-loop.ts';
import { DatabaseBlobs } from '../../api/store/database-blobs.ts';
import { newId } from '../../api/store/ids.ts';
import { startLoop } from '../../api/store/loop.ts';
import { addMutant, type Mutant } from './mutants.ts';
import { countState, type Job, openState, sandboxesFolder } from './state.ts';

/** Prints what it finds as JSON, then `begun` before the apply, then `ready` when all sandboxes are, and what there is then. */
export async function runApplier(folder: string, job: Job, mutant: Mutant | undefined): Promise<void> {
  await using store = await openState(folder, job.databaseUrl);
  await using runtime = new WorkspaceRuntime(await agreeOnWorkspaceRoot(store, sandboxesFolder(folder)));
  const deps = composeRooms({
    store,
    blobs: new DatabaseBlobs(store),
    clock: systemClock,
    runtimes: new Map([[runtime.name, runtime]]),
    extractsFolder: join(folder, 'extracts'),
    logLevel: 'silent',
    loops: () => [],
  });
  if (mutant) await addMutant(mutant, deps, runtime, () => console.log('effect'));
  // Counted by the process that goes on, since only one may have the state open: what the killed one left, nothing mended yet.
  const tell = async () => console.log(JSON.stringify(await countState(store, runtime, job.programmeId)));
  await tell();
  console.log('begun');
  const actor = { programmeId: job.programmeId, personId: job.ownerId };
  const { cohortId } = await applyCohort(deps, actor, { manifest: job.manifest });
  const log = { warn: (fields: object, message: string) => console.error(message, fields) };
  const loops = sandboxLoops(deps, { holder: newId('operation') }).map((work) =>
    startLoop({ clock: systemClock, log }, work),
  );
  while ((await listBoardSeats(store.db, cohortId)).some((seat) => seat.sandboxStatus !== 'ready')) await sleep(20);
  await Promise.all(loops.map((loop) => loop.stop()));
  await tell();
  console.log('ready');
}
