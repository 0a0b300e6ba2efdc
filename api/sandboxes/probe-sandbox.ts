// Finds out whether a sandbox is ready: seen up, with everything inside that has to answer answering.
import type { Clock } from '../clock.ts';
import type { SandboxId } from '../store/ids.ts';
import { agentOf, sendThrough } from './runtime-agent.ts';
import type { SandboxRuntime } from './sandbox-runtime.ts';

const pauseMs = 200;
const probeTimeoutMs = 5_000;

/** Resolves when the sandbox is ready. Throws with what was missing last when it is not within `timeoutMs`. */
export async function waitUntilReady(
  runtime: SandboxRuntime,
  sandbox: { sandboxId: SandboxId; generation: number },
  { clock, timeoutMs }: { clock: Clock; timeoutMs: number },
): Promise<void> {
  const begun = clock.elapsedMs();
  for (;;) {
    const missing = await findMissing(runtime, sandbox);
    if (missing === undefined) return;
    if (clock.elapsedMs() - begun > timeoutMs) {
      throw new Error(`it was started but is not ready after ${timeoutMs / 1000} s: ${missing}`);
    }
    await clock.sleep(pauseMs);
  }
}

async function findMissing(
  runtime: SandboxRuntime,
  { sandboxId, generation }: { sandboxId: SandboxId; generation: number },
): Promise<string | undefined> {
  const seen = await runtime.inspect(sandboxId);
  if (seen.state !== 'up') return `the runtime says that it is ${seen.state}`;
  if (seen.generation !== generation) return `generation ${seen.generation} is up, ${generation} was asked for`;
  for (const [tool, path] of runtime.probes) {
    const failure = await probeTool(runtime, sandboxId, tool, path);
    if (failure !== undefined) return `${tool} ${failure}`;
  }
  return undefined;
}

async function probeTool(
  runtime: SandboxRuntime,
  sandboxId: SandboxId,
  tool: string,
  path: string,
): Promise<string | undefined> {
  try {
    const response = await sendThrough(agentOf(runtime, sandboxId, tool), {
      path,
      signal: AbortSignal.timeout(probeTimeoutMs),
    });
    response.resume();
    const status = response.statusCode ?? 0;
    return status >= 200 && status < 300 ? undefined : `answered ${status} at ${path}`;
  } catch (error) {
    return `did not answer at ${path}: ${error instanceof Error ? error.message : error}`;
  }
}
