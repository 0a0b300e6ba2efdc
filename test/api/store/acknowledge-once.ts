// A process of its own for the durability test: commits one row in the embedded store, then says so.
import { writeSync } from 'node:fs';
import { sql } from 'kysely';
import { openPgliteStore } from '../../../api/store/pglite-store.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('expected the folder of the store as argument');
await using store = await openPgliteStore(folder);
await sql`create table kept (n int)`.execute(store.db);
writeSync(1, 'BEGIN\n');
await store.transact(async (tx) => {
  await sql`insert into kept values (1)`.execute(tx);
});
writeSync(1, 'ACKNOWLEDGED\n');
