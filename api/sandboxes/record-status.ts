// Tells later rooms of a sandbox's status, in the transaction that writes it.
import type { ProgrammeId, SandboxId } from '../store/ids.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';
import type { SandboxStatus } from './sandbox-status.ts';

export async function recordStatus(
  tx: Tx,
  outbox: Outbox,
  change: {
    programmeId: ProgrammeId;
    sandboxId: SandboxId;
    status: SandboxStatus;
    generation: number;
    failure?: string | null;
  },
): Promise<void> {
  const { programmeId, sandboxId, status, generation, failure } = change;
  const data = { status, generation, failure: failure ?? null };
  await outbox.append(tx, { programmeId, type: 'sandbox.changed', subject: sandboxId, data });
  if (status === 'ready') {
    await outbox.append(tx, { programmeId, type: 'sandbox.ready', subject: sandboxId, data: { generation } });
  }
}
