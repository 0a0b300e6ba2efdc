// Takes one sandbox that is due, by a lease in the store, so that two processes never work on the same one.
import { sql } from 'kysely';
import type { ProgrammeId, SandboxId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import type { RuntimeName, SandboxPurpose } from './sandbox-runtime.ts';
import type { DesiredState, SandboxStatus } from './sandbox-status.ts';

/** Short, because a process that died keeps its sandboxes waiting this long; a living one renews in time. */
export const leaseSeconds = 15;

/** A sandbox as it was when it was taken. Whatever is written about it is fenced by `epoch`. */
export type TakenSandbox = {
  sandboxId: SandboxId;
  programmeId: ProgrammeId;
  runtime: RuntimeName;
  purpose: SandboxPurpose;
  track: string;
  extractDigest: string;
  startFiles: Record<string, string>;
  generation: number;
  desired: DesiredState;
  status: SandboxStatus;
  attempts: number;
  revision: number;
  epoch: number;
  holder: string;
};

/** The sandbox that has been due the longest and that nobody holds, or undefined. */
export async function takeSandbox(
  store: Store,
  { holder, runtimes }: { holder: string; runtimes: readonly RuntimeName[] },
): Promise<TakenSandbox | undefined> {
  return store.transact(async (tx) => {
    const { rows } = await sql<TakenSandbox>`
      with now as materialized (select clock_now() as at),
      due as (
        select s.id from sandbox s, now
        where s.status <> 'gone' and s.due_at <= now.at and (s.lease_expires_at is null or s.lease_expires_at <= now.at)
          and s.runtime = any(${runtimes}::text[])
        order by s.due_at, s.id limit 1 for update of s skip locked
      )
      update sandbox s
      set holder = ${holder}, lease_expires_at = now.at + make_interval(secs => ${leaseSeconds}), lease_epoch = lease_epoch + 1
      from due, now, sandbox_start_files f
      where s.id = due.id and f.sha256 = s.start_files
      returning s.id as "sandboxId", s.programme_id as "programmeId", s.runtime, s.purpose, s.track,
                s.extract_digest as "extractDigest", f.files as "startFiles", s.generation, s.desired, s.status, s.attempts,
                s.revision, s.lease_epoch as epoch, s.holder`.execute(tx);
    return rows[0];
  });
}

/** Keeps the lease while a long step runs. False: it was lost, and whatever this step reports will be refused. */
export async function renewLease(store: Store, taken: TakenSandbox): Promise<boolean> {
  return store.transact(async (tx) => {
    const { rows } = await sql`
      update sandbox set lease_expires_at = clock_now() + make_interval(secs => ${leaseSeconds})
      where id = ${taken.sandboxId} and lease_epoch = ${taken.epoch} returning id`.execute(tx);
    return rows.length === 1;
  });
}

/** Gives the sandbox back unchanged, to be looked at again after `seconds` (sooner when something was ordered meanwhile). */
export async function giveBack(store: Store, taken: TakenSandbox, seconds: number): Promise<void> {
  await store.transact(async (tx) => {
    await sql`
      update sandbox set holder = null, lease_expires_at = null,
        due_at = case when revision = ${taken.revision} then clock_now() + make_interval(secs => ${seconds}) else due_at end
      where id = ${taken.sandboxId} and lease_epoch = ${taken.epoch}`.execute(tx);
  });
}

/** Frees what other holders left leased. Only for a store that one process has to itself: there, all others are dead. */
export async function freeLeasesOfOthers(store: Store, holder: string): Promise<void> {
  await store.transact(async (tx) => {
    await sql`update sandbox set holder = null, lease_expires_at = null where holder <> ${holder}`.execute(tx);
  });
}
