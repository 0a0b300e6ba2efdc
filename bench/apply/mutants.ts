// Deliberate faults in the order of things: a harness that does not catch them proves nothing.
import type { RoomDeps } from '../../api/app.ts';
import type { WorkspaceRuntime } from '../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import type { SandboxSpec } from '../../api/sandboxes/sandbox-runtime.ts';
import { findId, newId } from '../../api/store/ids.ts';

export const mutants = ['effect-before-intent', 'ready-without-effect', 'new-name-each-start'] as const;
export type Mutant = (typeof mutants)[number];

/** `onEffect` is told when the mutant has done what it should not have. */
export async function addMutant(
  mutant: Mutant,
  deps: RoomDeps,
  runtime: WorkspaceRuntime,
  onEffect: () => void,
): Promise<void> {
  const start = runtime.start.bind(runtime);
  switch (mutant) {
    case 'effect-before-intent': {
      // Started inside the transaction that records it, so before that is durable.
      deps.outbox.witness('sandbox.changed', async (_tx, event) => {
        const sandboxId = findId('sandbox', event.subject);
        if (event.data['status'] !== 'planned' || !sandboxId) return;
        await start({
          sandboxId,
          generation: 1,
          purpose: 'seat',
          track: 'builders',
          extractDigest: 'sha256:none',
          extractFolder: '/nonexistent',
          startFiles: new Map([['brief.md', Buffer.from('#')]]),
        });
        onEffect();
      });
      return;
    }
    case 'ready-without-effect':
      runtime.start = async () => onEffect();
      runtime.inspect = async () => ({ state: 'up', generation: 1 });
      Object.assign(runtime, { probes: new Map() });
      return;
    case 'new-name-each-start':
      // As with an engine that names what it makes by itself: each attempt makes another one.
      runtime.start = async (spec: SandboxSpec) => {
        await start({ ...spec, sandboxId: newId('sandbox') });
        onEffect();
        await start(spec);
      };
  }
}
