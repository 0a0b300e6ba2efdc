// Leases let one process at a time do a named piece of work, and let another take over when it dies.
import { sql } from 'kysely';
import type { Store } from './store.ts';

/**
 * Runs `work` while `holder` holds the lease `name`; undefined when another holder has it.
 * The lease is given back at the end and lapses by itself after `seconds` if this process dies.
 */
export async function withLease<T>(
  store: Store,
  lease: { name: string; holder: string; seconds: number },
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (!(await takeLease(store, lease))) return undefined;
  try {
    return await work();
  } finally {
    await store.transact(async (tx) => {
      await sql`update lease set expires_at = clock_now() where name = ${lease.name} and holder = ${lease.holder}`.execute(
        tx,
      );
    });
  }
}

async function takeLease(
  store: Store,
  { name, holder, seconds }: { name: string; holder: string; seconds: number },
): Promise<boolean> {
  return store.transact(async (tx) => {
    const taken = await sql<{ epoch: number }>`
      insert into lease as held (name, holder, epoch, expires_at)
      values (${name}, ${holder}, 1, clock_now() + make_interval(secs => ${seconds}))
      on conflict (name) do update
        set holder = excluded.holder, epoch = held.epoch + 1, expires_at = excluded.expires_at
        where held.expires_at <= clock_now() or held.holder = excluded.holder
      returning epoch`.execute(tx);
    return taken.rows.length === 1;
  });
}
