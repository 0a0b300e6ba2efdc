// The audit log cannot be changed unseen.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { sealAuditChain, verifyAuditChain } from '../../../api/audit/audit-chain.ts';
import { appendAudit } from '../../../api/audit/audit-log.ts';
import { newId } from '../../../api/store/ids.ts';
import { describeOnStores } from '../../stores.ts';

describeOnStores('the audit chain', (store) => {
  const programmeId = newId('programme');
  const append = (subject: string) =>
    store().transact((tx) =>
      appendAudit(tx, {
        programmeId,
        actor: 'system:test',
        action: 'thing.done',
        subject,
        detail: { n: 1.5, nested: { b: [true, null], a: 'ä' } },
      }),
    );

  test('chains each entry once, in one line', async () => {
    for (const subject of ['one', 'two', 'three']) await append(subject);
    expect(await sealAuditChain(store(), 'a')).toBe(3);
    expect(await sealAuditChain(store(), 'a')).toBe(0);
    await append('four');
    expect(await verifyAuditChain(store())).toMatchObject({ whole: true, head: { position: 3 }, unchained: 1 });
    expect(await sealAuditChain(store(), 'b')).toBe(1);
    expect(await verifyAuditChain(store())).toMatchObject({ whole: true, head: { position: 4 }, unchained: 0 });
  });

  test('never forks when two seal at once', async () => {
    await Promise.all([append('five'), append('six')]);
    await Promise.all([sealAuditChain(store(), 'a'), sealAuditChain(store(), 'b')]);
    await sealAuditChain(store(), 'a');
    expect(await verifyAuditChain(store())).toMatchObject({ whole: true, head: { position: 6 } });
  });

  test('refuses update, delete and truncate', async () => {
    await expect(sql`update audit_entry set subject = 'x'`.execute(store().db)).rejects.toThrow('append-only');
    await expect(sql`delete from audit_link`.execute(store().db)).rejects.toThrow('append-only');
    await expect(sql`truncate audit_entry cascade`.execute(store().db)).rejects.toThrow('append-only');
  });

  test('names the place where an entry was changed behind the triggers', async () => {
    await sql`alter table audit_entry disable trigger audit_entry_append_only`.execute(store().db);
    await sql`update audit_entry set subject = 'forged' where subject = 'two'`.execute(store().db);
    expect(await verifyAuditChain(store())).toEqual({ whole: false, brokenAt: 2, reason: 'the entry was changed' });
  });
});
