// The files of a sandbox's work, through whichever runtime has it.
import { Problem } from '../problems.ts';
import type { ProgrammeId, SandboxId } from '../store/ids.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import { getSandbox } from './sandbox-record.ts';
import type { SandboxRuntime, WorkEntry } from './sandbox-runtime.ts';

type FileDeps = Pick<SandboxDeps, 'store' | 'runtimes'>;
type Asked = { programmeId: ProgrammeId; sandboxId: SandboxId };

/** A file or a folder of the work; `''` is the work itself. Throws `not-found`, `sandbox-not-up`, `runtime-absent`, `invalid-request`. */
export async function readFiles(deps: FileDeps, asked: Asked, path: string): Promise<WorkEntry> {
  return (await getRuntime(deps, asked)).read(asked.sandboxId, path);
}

/** Writes one file. Throws as `readFiles`, and `too-large`. */
export async function writeFile(deps: FileDeps, asked: Asked, path: string, bytes: Uint8Array): Promise<void> {
  await (await getRuntime(deps, asked)).write(asked.sandboxId, path, bytes);
}

async function getRuntime({ store, runtimes }: FileDeps, asked: Asked): Promise<SandboxRuntime> {
  const sandbox = await getSandbox(store.db, asked);
  const { status } = sandbox;
  if (status === 'planned' || status === 'gone' || status === 'destroying') {
    throw new Problem(
      'sandbox-not-up',
      `The sandbox is ${status}: it has no files${status === 'planned' ? ' yet' : ' any more'}.`,
    );
  }
  const runtime = runtimes.get(sandbox.runtime);
  if (runtime) return runtime;
  throw new Problem('runtime-absent', `This process does not have the runtime ${sandbox.runtime} of the sandbox.`);
}
