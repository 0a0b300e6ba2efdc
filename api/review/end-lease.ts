// Ends a lease: its round is free for the next claim with the deadline it always had, its reviewer has a place again.
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import type { PersonId, ProgrammeId } from '../store/ids.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';
import type { LeaseId, RoundId } from './round.ts';

export type LeaseEnd = 'published' | 'released' | 'expired' | 'voided';

/** The caller holds the lock on the round: places are only ever given back under it, so nobody waits in a circle. */
export async function endLease(tx: Tx, leaseId: LeaseId, reason: LeaseEnd): Promise<void> {
  await sql`update review_lease set ended_at = clock_now(), reason = ${reason} where id = ${leaseId} and ended_at is null`.execute(
    tx,
  );
  await sql`update review_slot set lease_id = null where lease_id = ${leaseId}`.execute(tx);
}

export type Returned = {
  programmeId: ProgrammeId;
  roundId: RoundId;
  leaseId: LeaseId;
  reason: 'released' | 'expired';
  actor: PersonId | 'system:review';
};

/** Tells that a round came back without a decision. */
export async function tellReturned(tx: Tx, outbox: Outbox, { actor, ...told }: Returned): Promise<void> {
  const { programmeId, roundId, leaseId, reason } = told;
  const data = { roundId, leaseId, reason };
  await outbox.append(tx, { programmeId, type: 'round.returned', subject: roundId, data });
  await appendAudit(tx, {
    programmeId,
    actor,
    action: 'round.returned',
    subject: roundId,
    detail: { leaseId, reason },
  });
}

/** Ends the lease and lets the round wait again. Due date and submission stay as they are: the store refuses anything else. */
export async function returnRound(tx: Tx, outbox: Outbox, returned: Returned): Promise<void> {
  await endLease(tx, returned.leaseId, returned.reason);
  await sql`
    update review_round set state = 'waiting', lease_id = null, lease_expires_at = null
    where id = ${returned.roundId} and lease_id = ${returned.leaseId}`.execute(tx);
  await tellReturned(tx, outbox, returned);
}
