// What every room relies on: transactions, time, events, leases, idempotency, blobs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { DatabaseBlobs } from '../../../api/store/database-blobs.ts';
import { DirectoryBlobs } from '../../../api/store/directory-blobs.ts';
import { keepResponse, reserveKey } from '../../../api/store/idempotency.ts';
import { newId } from '../../../api/store/ids.ts';
import { sha256Hex } from '../../../api/store/json.ts';
import { withLease } from '../../../api/store/leases.ts';
import { migrate } from '../../../api/store/migrate.ts';
import { Outbox, readEvents } from '../../../api/store/outbox.ts';
import { agreeOnSetting } from '../../../api/store/settings.ts';
import { describeOnStores } from '../../stores.ts';

describeOnStores('the store', (store) => {
  test('migrates once', async () => {
    expect(await migrate(store())).toEqual([]);
  });

  test('refuses a store of a newer version', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', 'x')`.execute(store().db);
    await expect(migrate(store())).rejects.toThrow('written by a newer Practicum (it knows 9999-future)');
    await sql`delete from kysely_migration where name = '9999-future'`.execute(store().db);
  });

  test('takes back everything when the work throws', async () => {
    const failing = store().transact(async (tx) => {
      await sql`insert into setting values ('lost', '{}')`.execute(tx);
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    const { rows } = await sql`select 1 from setting where key = 'lost'`.execute(store().db);
    expect(rows).toEqual([]);
  });

  test('runs overlapping transactions without mixing them', async () => {
    // mutant: PGlite's one connection without Kysely's lock lets the second transaction write inside the first
    const overlapping = [1, 2, 3].map((n) =>
      store().transact(async (tx) => {
        await sql`insert into setting values (${`overlap-${n}`}, '{}')`.execute(tx);
        if (n === 1) throw new Error('only mine');
      }),
    );
    await Promise.allSettled(overlapping);
    const { rows } = await sql<{
      key: string;
    }>`select key from setting where key like 'overlap-%' order by key`.execute(store().db);
    expect(rows.map((row) => row.key)).toEqual(['overlap-2', 'overlap-3']);
  });

  test('tells the time in whole milliseconds, shifted only by the test row', async () => {
    const now = async () =>
      (await sql<{ now: Date; text: string }>`select clock_now() now, clock_now()::text text`.execute(store().db))
        .rows[0];
    const before = await now();
    await sql`insert into clock_shift (shift) values ('48 hours')`.execute(store().db);
    const after = await now();
    await sql`delete from clock_shift`.execute(store().db);
    expect(before?.now).toBeInstanceOf(Date);
    expect(before?.text.replace(/[+-]\d+$/, '')).toMatch(/^[^.]+(\.\d{1,3})?$/);
    const hours = (Number(after?.now) - Number(before?.now)) / 3_600_000;
    expect(hours).toBeGreaterThanOrEqual(48);
    expect(hours).toBeLessThan(48.1);
  });

  test('shows an event and what its witness wrote together, or neither', async () => {
    const outbox = new Outbox();
    outbox.witness('thing.made', async (tx, event) => {
      await sql`insert into setting values (${`witness-${event.subject}`}, '{}')`.execute(tx);
      if (event.subject === 'bad') throw new Error('witness refuses');
    });
    const programmeId = newId('programme');
    const make = (subject: string) =>
      store().transact((tx) => outbox.append(tx, { programmeId, type: 'thing.made', subject, data: { n: 1 } }));
    await make('good');
    await expect(make('bad')).rejects.toThrow('witness refuses');
    const read = () => readEvents(store(), { programmeId, after: '0-0', limit: 10 });
    // Held back while any older transaction of the whole cluster is open, those of other tests among them.
    await expect.poll(async () => (await read()).events.map((event) => event.subject)).toEqual(['good']);
    const { cursor } = await read();
    expect((await readEvents(store(), { programmeId, after: cursor, limit: 10 })).events).toEqual([]);
    const { rows } = await sql<{ key: string }>`select key from setting where key like 'witness-%'`.execute(store().db);
    expect(rows.map((row) => row.key)).toEqual(['witness-good']);
  });

  test('gives a lease to one holder, and to another only after it ends', async () => {
    const lease = { name: 'sweep', seconds: 30 };
    const inner = await withLease(store(), { ...lease, holder: 'a' }, () =>
      withLease(store(), { ...lease, holder: 'b' }, async () => 'b ran'),
    );
    expect(inner).toBeUndefined();
    expect(await withLease(store(), { ...lease, holder: 'b' }, async () => 'b ran')).toBe('b ran');
  });

  test('lets another take over the lease of a holder that died', async () => {
    await withLease(store(), { name: 'dead', holder: 'a', seconds: 30 }, async () => {
      await sql`update lease set expires_at = clock_now() - interval '1 ms' where name = 'dead'`.execute(store().db);
      expect(await withLease(store(), { name: 'dead', holder: 'b', seconds: 30 }, async () => 'b ran')).toBe('b ran');
    });
  });

  test('answers a repeat with the kept response and refuses other content under its key', async () => {
    const request = { actor: 'per_a', key: 'k1', requestSha256: 'one' };
    expect(await reserveKey(store(), request)).toBeUndefined();
    await expect(reserveKey(store(), request)).rejects.toThrow('has not ended');
    await keepResponse(store(), request, { status: 201, body: { id: 7 } });
    expect(await reserveKey(store(), request)).toEqual({ status: 201, body: { id: 7 } });
    await expect(reserveKey(store(), { ...request, requestSha256: 'two' })).rejects.toThrow('another request');
    expect(await reserveKey(store(), { ...request, actor: 'per_b', requestSha256: 'two' })).toBeUndefined();
  });

  test('does not keep a failure of ours', async () => {
    const request = { actor: 'per_a', key: 'k2', requestSha256: 'one' };
    await reserveKey(store(), request);
    await keepResponse(store(), request, { status: 500, body: {} });
    expect(await reserveKey(store(), request)).toBeUndefined();
  });

  test('lets the first process decide a setting', async () => {
    expect(await agreeOnSetting(store(), 'agreed', () => ({ by: 'first' }))).toEqual({ by: 'first' });
    expect(await agreeOnSetting(store(), 'agreed', () => ({ by: 'second' }))).toEqual({ by: 'first' });
  });

  test('keeps blobs of any size under their digest', async () => {
    const blobs = new DatabaseBlobs(store());
    for (const size of [0, 1, (1 << 20) + 1]) {
      const bytes = Buffer.alloc(size, 'practicum');
      const name = await blobs.put(bytes);
      expect(name).toBe(sha256Hex(bytes));
      expect(await blobs.put(bytes)).toBe(name);
      expect(Buffer.from(await blobs.get(name)).equals(bytes)).toBe(true);
    }
    await expect(blobs.get('0'.repeat(64))).rejects.toThrow('no blob');
  });
});

test('a blob in a folder that rotted is not handed on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'practicum-blobs-'));
  try {
    const blobs = new DirectoryBlobs(folder);
    const name = await blobs.put(Buffer.from('sealed'));
    expect(Buffer.from(await blobs.get(name)).toString()).toBe('sealed');
    await writeFile(join(folder, name.slice(0, 2), name), 'broken');
    await expect(blobs.get(name)).rejects.toThrow('no longer has the content');
  } finally {
    await rm(folder, { recursive: true });
  }
});
