// Opens the store that the environment names, at its newest schema.
import { sql } from 'kysely';
import { Problem } from '../problems.ts';
import { migrate } from './migrate.ts';
import { openPgliteStore } from './pglite-store.ts';
import { openPostgresStore } from './postgres-store.ts';
import type { Store } from './store.ts';

export type StoreLocation = {
  databaseUrl: string | undefined;
  /** Where the embedded database lies when there is no URL; its state directory is locked. */
  databaseFolder: string;
  allowTestClock: boolean;
};

/** Throws `store-unavailable` for a server that does not answer, a store of a newer version, or a shifted clock that is not allowed. */
export async function openStore(location: StoreLocation): Promise<{ store: Store; applied: string[] }> {
  const store =
    location.databaseUrl === undefined
      ? await openPgliteStore(location.databaseFolder)
      : await openPostgresStore(location.databaseUrl);
  try {
    const applied = await migrate(store);
    if (!location.allowTestClock) await assertTrueClock(store);
    return { store, applied };
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

async function assertTrueClock(store: Store): Promise<void> {
  const { rows } = await sql<{ shift: string }>`
    select shift::text as shift from clock_shift where shift <> interval '0'`.execute(store.db);
  if (!rows[0]) return;
  throw new Problem(
    'store-unavailable',
    `The clock of this store is shifted by ${rows[0].shift}, as tests do it: deadlines would be wrong. Use another store, or set PRACTICUM_ALLOW_TEST_CLOCK=1 for a test.`,
  );
}
