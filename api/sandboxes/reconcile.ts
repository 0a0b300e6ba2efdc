// Brings sandboxes to what is wanted, one step each: take, decide, write the intent, act, write the outcome.
import { Problem } from '../problems.ts';
import { decideStep, type OperationKind, type Step } from './decide-step.ts';
import { beginOperation, endOperation, failOperation } from './operation-ledger.ts';
import { waitUntilReady } from './probe-sandbox.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import type { SandboxRuntime } from './sandbox-runtime.ts';
import { giveBack, leaseSeconds, renewLease, type TakenSandbox, takeSandbox } from './take-sandbox.ts';

const readyTimeoutMs = 60_000;
const lookAgainSeconds = 30;

/** Reconciles everything that is due, at most `parallelism` at a time; resolves with the number of steps when nothing is due. */
export async function reconcileSandboxes(
  deps: SandboxDeps,
  { holder, parallelism = 4 }: { holder: string; parallelism?: number },
): Promise<number> {
  const workers = Array.from({ length: parallelism }, async () => {
    let steps = 0;
    while (await reconcileNext(deps, holder)) steps++;
    return steps;
  });
  return (await Promise.all(workers)).reduce((sum, steps) => sum + steps, 0);
}

/** One step of one sandbox; false when none is due. */
export async function reconcileNext(deps: SandboxDeps, holder: string): Promise<boolean> {
  const taken = await takeSandbox(deps.store, { holder, runtimes: [...deps.runtimes.keys()] });
  if (!taken) return false;
  const runtime = deps.runtimes.get(taken.runtime);
  if (!runtime) throw new Error(`took a sandbox of the runtime ${taken.runtime}, which this process does not have`);
  const step = await decideNext(deps, runtime, taken);
  if (step === 'settled') await giveBack(deps.store, taken, lookAgainSeconds);
  else await operate(deps, runtime, taken, step);
  return true;
}

async function decideNext(deps: SandboxDeps, runtime: SandboxRuntime, taken: TakenSandbox): Promise<Step> {
  try {
    return await decideStep(taken, () => runtime.inspect(taken.sandboxId));
  } catch (error) {
    // A runtime that throws instead of saying `unknown` must not keep the sandbox leased.
    await giveBack(deps.store, taken, lookAgainSeconds);
    throw error;
  }
}

async function operate(
  deps: SandboxDeps,
  runtime: SandboxRuntime,
  taken: TakenSandbox,
  kind: OperationKind,
): Promise<void> {
  const begun = await beginOperation(deps, taken, kind);
  if (!begun) return giveBack(deps.store, taken, 0);
  try {
    await whileRenewing(deps, taken, () => act(deps, runtime, taken, kind));
  } catch (error) {
    const unreachable = error instanceof Problem && error.code === 'runtime-absent';
    await failOperation(deps, begun, { message: error instanceof Error ? error.message : String(error), unreachable });
    return;
  }
  await endOperation(deps, begun);
}

async function act(
  deps: SandboxDeps,
  runtime: SandboxRuntime,
  taken: TakenSandbox,
  kind: OperationKind,
): Promise<void> {
  if (kind === 'stop') return runtime.stop(taken.sandboxId);
  if (kind === 'destroy') return runtime.destroy(taken.sandboxId);
  const startFiles = Object.entries(taken.startFiles).map(([path, text]) => [path, Buffer.from(text)] as const);
  await runtime.start({
    sandboxId: taken.sandboxId,
    generation: taken.generation,
    purpose: taken.purpose,
    track: taken.track,
    extractDigest: taken.extractDigest,
    extractFolder: await deps.extractFolderOf(taken.extractDigest),
    startFiles: new Map(startFiles),
  });
  await waitUntilReady(runtime, taken, { clock: deps.clock, timeoutMs: readyTimeoutMs });
}

/** Keeps the lease alive while `work` runs; a lost lease is noticed when the outcome is written. */
async function whileRenewing<T>(deps: SandboxDeps, taken: TakenSandbox, work: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const renewing = (async () => {
    for (;;) {
      await deps.clock.sleep((leaseSeconds * 1000) / 3, done.signal);
      if (done.signal.aborted || !(await renewLease(deps.store, taken))) return;
    }
  })().catch(() => {
    // A store that does not answer is the same as a lost lease here; writing the outcome meets the same failure and tells it.
  });
  try {
    return await work();
  } finally {
    done.abort();
    await renewing;
  }
}
