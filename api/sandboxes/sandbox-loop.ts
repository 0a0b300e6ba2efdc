// The loops that keep sandboxes as they should be; any number of processes may run them over one store.
import type { LoopWork } from '../store/loop.ts';
import { reconcileNext } from './reconcile.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import { sweepOrphans } from './sweep-orphans.ts';
import { freeLeasesOfOthers } from './take-sandbox.ts';

const parallelism = 4;

/**
 * What `startLoop` runs: several reconcilers, so that a sandbox which starts slowly keeps only one of them, and the sweep for
 * orphans. `holder` names this process in leases and must differ from every other one's.
 */
export function sandboxLoops(deps: SandboxDeps, { holder }: { holder: string }): LoopWork[] {
  // The embedded store belongs to one process: after a crash its next one need not wait for the leases to lapse.
  let freed: Promise<void> | undefined;
  const freeOnce = async () => {
    freed ??= deps.store.engine === 'pglite' ? freeLeasesOfOthers(deps.store, holder) : Promise.resolve();
    await freed.catch((error: unknown) => {
      freed = undefined;
      throw error;
    });
  };
  const reconcilers = Array.from({ length: parallelism }, (_, index) => ({
    name: `reconcile-${index + 1}`,
    everyMs: 1_000,
    work: async (stopping: AbortSignal) => {
      await freeOnce();
      while (!stopping.aborted && (await reconcileNext(deps, holder)));
    },
  }));
  const sweep = async () => {
    for (const runtime of deps.runtimes.values()) await sweepOrphans(deps, runtime, { holder });
  };
  return [...reconcilers, { name: 'sweep-orphans', everyMs: 20_000, work: sweep }];
}
