// The store's port: one SQL over PostgreSQL or the embedded PGlite, durable when transact resolves.
import type { Kysely, Transaction } from 'kysely';

/** The store itself names no table: a room adds its own with `db.withTables<RoomTables>()` and so cannot see another's. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own spelling of a database without tables
export type NoTables = {};

export type Tx = Transaction<NoTables>;

export interface Store extends AsyncDisposable {
  readonly engine: 'pglite' | 'postgresql';
  /**
   * For reads outside a transaction. Never inside `transact`: PGlite is one connection and the call would wait for itself.
   */
  readonly db: Kysely<NoTables>;
  /**
   * Runs `work` in one transaction (read committed) and resolves only when it is durable on disk.
   * A deadlock or serialization failure is tried again, so `work` must touch nothing but `tx`.
   */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}
