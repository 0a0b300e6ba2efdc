// Facts about this installation that every process over one store must agree on.
import { sql } from 'kysely';
import { type JsonObject, jsonb } from './json.ts';
import type { Store } from './store.ts';

/** The value under `key`; the first process to ask decides it by `initial`, all others get what that one wrote. */
export async function agreeOnSetting<T extends JsonObject>(store: Store, key: string, initial: () => T): Promise<T> {
  return store.transact(async (tx) => {
    await sql`insert into setting (key, value) values (${key}, ${jsonb(initial())}) on conflict do nothing`.execute(tx);
    const { rows } = await sql<{ value: T }>`select value from setting where key = ${key}`.execute(tx);
    const row = rows[0];
    if (!row) throw new Error(`the setting ${key} vanished inside its own transaction`);
    return row.value;
  });
}
