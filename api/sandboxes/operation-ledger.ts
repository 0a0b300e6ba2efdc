// The ledger of operations: each is written before its effect and ended after it, fenced by the lease.
import { sql } from 'kysely';
import { newId } from '../store/ids.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Store, Tx } from '../store/store.ts';
import type { OperationKind } from './decide-step.ts';
import { recordStatus } from './record-status.ts';
import { assertTransition, canBecome, type SandboxStatus } from './sandbox-status.ts';
import { leaseSeconds, type TakenSandbox } from './take-sandbox.ts';

const during = { start: 'starting', stop: 'stopping', destroy: 'destroying' } as const;
const after = { start: 'ready', stop: 'stopped', destroy: 'gone' } as const;

/** A failing start or stop is called failed after this many attempts, and goes on being tried, rarely. */
const attemptsUntilFailed = 5;
const longestPauseSeconds = 300;
/** How often something that is as it should be is looked at. */
const lookAgainSeconds = 30;

type LedgerDeps = { store: Store; outbox: Outbox };

export type BegunOperation = { operationId: string; kind: OperationKind; taken: TakenSandbox };

/**
 * Intent before effect: the operation and the status it leads through. Undefined when the lease was lost or another order came,
 * and then nothing may be done.
 */
export async function beginOperation(
  { store, outbox }: LedgerDeps,
  taken: TakenSandbox,
  kind: OperationKind,
): Promise<BegunOperation | undefined> {
  const status = during[kind];
  assertTransition(taken.status, status);
  return store.transact(async (tx) => {
    const { rows } = await sql<{ attempts: number }>`
      with now as materialized (select clock_now() as at)
      update sandbox set status = ${status}, attempts = attempts + 1,
                         changed_at = case status when ${status} then changed_at else now.at end
      from now
      where id = ${taken.sandboxId} and lease_epoch = ${taken.epoch} and revision = ${taken.revision}
        and generation = ${taken.generation}
      returning attempts`.execute(tx);
    const attempt = rows[0]?.attempts;
    if (attempt === undefined) return undefined;
    // What a process that died left open: its effect may or may not have happened, and repeating it is safe.
    await sql`
      update sandbox_operation set ended_at = clock_now(), outcome = 'abandoned', message = 'its holder did not end it'
      where sandbox_id = ${taken.sandboxId} and ended_at is null`.execute(tx);
    const operationId = newId('operation');
    await sql`
      insert into sandbox_operation (id, programme_id, sandbox_id, runtime, kind, generation, holder, attempt, begun_at,
                                     lease_expires_at)
      select ${operationId}, ${taken.programmeId}, ${taken.sandboxId}, ${taken.runtime}, ${kind}, ${taken.generation},
             ${taken.holder}, ${attempt}::int, at, at + make_interval(secs => ${leaseSeconds})
      from (select clock_now() as at) now`.execute(tx);
    if (taken.status !== status) await recordStatus(tx, outbox, { ...taken, status });
    return { operationId, kind, taken };
  });
}

/** The effect happened. When another order came meanwhile, the status waits for that one. */
export async function endOperation({ store, outbox }: LedgerDeps, begun: BegunOperation): Promise<void> {
  const { kind, taken } = begun;
  await store.transact(async (tx) => {
    const held = await holdRow(tx, taken);
    const outdated = held !== undefined && held.revision !== taken.revision;
    await writeOutcome(tx, begun, held && !outdated ? 'done' : 'outdated', null);
    if (!held) return;
    // Gone is gone whatever was ordered meanwhile: there is nothing left to order.
    if (outdated && kind !== 'destroy') return releaseRow(tx, taken);
    await settleRow(tx, outbox, taken, { status: after[kind], failure: null, attempts: 0, seconds: lookAgainSeconds });
  });
}

/** The effect failed. `unreachable`: the runtime did not answer, which is no attempt and changes no status. */
export async function failOperation(
  { store, outbox }: LedgerDeps,
  begun: BegunOperation,
  { message, unreachable }: { message: string; unreachable: boolean },
): Promise<void> {
  const { kind, taken } = begun;
  await store.transact(async (tx) => {
    const held = await holdRow(tx, taken);
    await writeOutcome(tx, begun, 'failed', message);
    if (!held) return;
    if (held.revision !== taken.revision) return releaseRow(tx, taken);
    const attempts = unreachable ? Math.max(0, held.attempts - 1) : held.attempts;
    const status: SandboxStatus =
      attempts >= attemptsUntilFailed && canBecome(during[kind], 'failed') ? 'failed' : during[kind];
    const seconds = unreachable ? lookAgainSeconds : pauseSeconds(attempts);
    await settleRow(tx, outbox, taken, { status, failure: message, attempts, seconds });
  });
}

/** 1, 2, 4 … seconds, at most five minutes. */
export function pauseSeconds(attempts: number): number {
  return Math.min(longestPauseSeconds, 2 ** Math.max(0, attempts - 1));
}

async function holdRow(tx: Tx, taken: TakenSandbox): Promise<{ revision: number; attempts: number } | undefined> {
  const { rows } = await sql<{ revision: number; attempts: number }>`
    select revision, attempts from sandbox where id = ${taken.sandboxId} and lease_epoch = ${taken.epoch} for update`.execute(
    tx,
  );
  return rows[0];
}

async function settleRow(
  tx: Tx,
  outbox: Outbox,
  taken: TakenSandbox,
  to: { status: SandboxStatus; failure: string | null; attempts: number; seconds: number },
): Promise<void> {
  await sql`
    with now as materialized (select clock_now() as at)
    update sandbox set status = ${to.status}, desired = case ${to.status} when 'gone' then 'gone' else desired end,
      failure = ${to.failure}, attempts = ${to.attempts}, changed_at = now.at,
      due_at = now.at + make_interval(secs => ${to.seconds}), holder = null, lease_expires_at = null
    from now where id = ${taken.sandboxId}`.execute(tx);
  await recordStatus(tx, outbox, { ...taken, status: to.status, failure: to.failure });
}

async function releaseRow(tx: Tx, taken: TakenSandbox): Promise<void> {
  await sql`update sandbox set holder = null, lease_expires_at = null where id = ${taken.sandboxId}`.execute(tx);
}

async function writeOutcome(
  tx: Tx,
  begun: BegunOperation,
  outcome: 'done' | 'failed' | 'outdated',
  message: string | null,
): Promise<void> {
  // One that another process already called abandoned stays so.
  await sql`
    update sandbox_operation set ended_at = clock_now(), outcome = ${outcome}, message = ${message}
    where id = ${begun.operationId} and ended_at is null`.execute(tx);
}
