// Decides the next step of one sandbox from what is wanted, what the row says and what the runtime shows.
import type { SandboxObservation } from './sandbox-runtime.ts';
import type { DesiredState, SandboxStatus } from './sandbox-status.ts';

export const operationKinds = ['start', 'stop', 'destroy'] as const;
export type OperationKind = (typeof operationKinds)[number];

/** `settled`: nothing to do until the next look. */
export type Step = OperationKind | 'settled';

/**
 * The level, not the edge: asked again after any crash it gives the same answer. `observe` is only called where the row alone
 * does not decide, because looking costs a call to the runtime.
 */
export async function decideStep(
  sandbox: { desired: DesiredState; status: SandboxStatus; generation: number },
  observe: () => Promise<SandboxObservation>,
): Promise<Step> {
  switch (sandbox.desired) {
    case 'gone':
      return sandbox.status === 'gone' ? 'settled' : 'destroy';
    case 'stopped': {
      if (sandbox.status === 'planned') return 'settled';
      if (sandbox.status !== 'stopped') return 'stop';
      return (await observe()).state === 'up' ? 'stop' : 'settled';
    }
    case 'up': {
      if (sandbox.status !== 'ready') return 'start';
      const seen = await observe();
      // Unreachable is not gone: what cannot be seen is left as it is.
      if (seen.state === 'unknown') return 'settled';
      return seen.state === 'up' && seen.generation === sandbox.generation ? 'settled' : 'start';
    }
  }
}
