// Chains the audit log by hashes, so that a changed or missing entry is seen.
import { sql } from 'kysely';
import { canonicalJson, type JsonObject, sha256Hex } from '../store/json.ts';
import { withLease } from '../store/leases.ts';
import type { Store, Tx } from '../store/store.ts';

type EntryRow = {
  id: string;
  seq: number;
  at: Date;
  programme_id: string;
  actor: string;
  action: string;
  subject: string;
  detail: JsonObject;
};

export type ChainHead = { position: number; hash: string };

/** What an empty chain hangs on. */
const genesis: ChainHead = { position: 0, hash: '0'.repeat(64) };

const entriesPerSeal = 1000;

/**
 * Chains all entries that are not chained yet, in the order in which the sealer first sees them (commit order, not insert
 * order: an entry that commits late is chained late, never skipped). Returns how many; 0 when another process holds the lease.
 */
export async function sealAuditChain(store: Store, holder: string): Promise<number> {
  const sealed = await withLease(store, { name: 'audit-sealer', holder, seconds: 30 }, async () => {
    let total = 0;
    for (;;) {
      const added = await store.transact(sealBatch);
      total += added;
      if (added < entriesPerSeal) return total;
    }
  });
  return sealed ?? 0;
}

async function sealBatch(tx: Tx): Promise<number> {
  const { rows } = await sql<EntryRow>`
    select e.* from audit_entry e left join audit_link l on l.entry_id = e.id
    where l.entry_id is null order by e.seq limit ${entriesPerSeal}`.execute(tx);
  let head = await readHead(tx);
  for (const row of rows) {
    const next = { position: head.position + 1, hash: hashOf(head.hash, row) };
    // The primary key on position makes a second sealer, if a lease ever failed, collide instead of fork.
    await sql`
      insert into audit_link (position, entry_id, previous_hash, hash, sealed_at)
      values (${next.position}, ${row.id}, ${head.hash}, ${next.hash}, clock_now())`.execute(tx);
    head = next;
  }
  return rows.length;
}

async function readHead(tx: Tx): Promise<ChainHead> {
  const { rows } = await sql<ChainHead>`select position, hash from audit_link order by position desc limit 1`.execute(
    tx,
  );
  return rows[0] ?? genesis;
}

function hashOf(previous: string, row: EntryRow): string {
  const entry = { ...row, at: row.at.toISOString() };
  return sha256Hex(`${previous}\n${canonicalJson(entry)}`);
}

export type ChainVerification =
  | { whole: true; head: ChainHead; unchained: number }
  | { whole: false; brokenAt: number; reason: string };

/** Walks the whole chain and recomputes every hash. */
export async function verifyAuditChain(store: Store): Promise<ChainVerification> {
  let head = genesis;
  for (;;) {
    const { rows } = await sql<EntryRow & { position: number; previous_hash: string; hash: string }>`
      select e.*, l.position, l.previous_hash, l.hash from audit_link l join audit_entry e on e.id = l.entry_id
      where l.position > ${head.position} order by l.position limit ${entriesPerSeal}`.execute(store.db);
    for (const { position, previous_hash, hash, ...entry } of rows) {
      const expected = hashOf(head.hash, entry);
      if (position !== head.position + 1)
        return { whole: false, brokenAt: head.position + 1, reason: 'a link is missing' };
      if (previous_hash !== head.hash)
        return { whole: false, brokenAt: position, reason: 'the link names another predecessor' };
      if (hash !== expected) return { whole: false, brokenAt: position, reason: 'the entry was changed' };
      head = { position, hash };
    }
    if (rows.length === 0) break;
  }
  const rest = await sql<{ unchained: number }>`
    select count(*)::int as unchained from audit_entry e
    where not exists (select 1 from audit_link l where l.entry_id = e.id)`.execute(store.db);
  return { whole: true, head, unchained: rest.rows[0]?.unchained ?? 0 };
}
