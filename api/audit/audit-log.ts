// Appends to the audit log, in the transaction of what it records.
import { sql } from 'kysely';
import { type Id, newId, type PersonId, type ProgrammeId } from '../store/ids.ts';
import { type JsonObject, jsonb } from '../store/json.ts';
import type { Tx } from '../store/store.ts';

export type AuditEntry = {
  programmeId: ProgrammeId;
  /** A person, or the part of the system that acted by itself. */
  actor: PersonId | `system:${string}`;
  /** Such as `cohort.applied`. */
  action: string;
  subject: string;
  detail?: JsonObject;
};

/** Writes one entry and returns its id; it is chained by the sealer within a second or so. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<Id<'audit'>> {
  const id = newId('audit');
  await sql`
    insert into audit_entry (id, at, programme_id, actor, action, subject, detail)
    values (${id}, clock_now(), ${entry.programmeId}, ${entry.actor}, ${entry.action}, ${entry.subject},
            ${jsonb(entry.detail ?? {})})`.execute(tx);
  return id;
}
