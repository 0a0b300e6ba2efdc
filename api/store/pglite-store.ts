// The embedded store: PGlite in a folder, with its log synced before any acknowledgement.
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { DurableWal } from './durable-wal.ts';
import type { NoTables, Store, Tx } from './store.ts';

/** Opens (and creates) the database in `folder`; undefined keeps it in memory. One process only: lock the state first. */
export async function openPgliteStore(folder: string | undefined): Promise<Store> {
  const pglite = await PGlite.create(folder ?? 'memory://');
  const db = new Kysely<NoTables>({ dialect: new PGliteDialect({ pglite }) });
  const wal = folder === undefined ? undefined : new DurableWal(folder);
  return {
    engine: 'pglite',
    db,
    async transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const result = await db.transaction().execute(work);
      await wal?.sync();
      return result;
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}
