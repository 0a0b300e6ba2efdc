// The programme of an installation: the tenant that every row reaches.
import { sql } from 'kysely';
import { newId, type ProgrammeId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';

/** The one programme of a new installation; the first process makes it, all others get that one. */
export async function agreeOnProgramme(store: Store, initial: { key: string; name: string }): Promise<ProgrammeId> {
  return store.transact(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('programmes'))`.execute(tx);
    const known = await sql<{ id: ProgrammeId }>`select id from programme order by created_at, id limit 1`.execute(tx);
    if (known.rows[0]) return known.rows[0].id;
    const id = newId('programme');
    await sql`insert into programme (id, key, name, created_at) values (${id}, ${initial.key}, ${initial.name}, clock_now())`.execute(
      tx,
    );
    return id;
  });
}
