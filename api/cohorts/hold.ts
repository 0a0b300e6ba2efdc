// Holds: how a later room keeps a cohort from being closed while it still owes something to a learner.
import { sql } from 'kysely';
import { Problem } from '../problems.ts';
import type { CohortId } from '../store/ids.ts';
import type { Tx } from '../store/store.ts';

/**
 * Keeps the cohort open until the hold is released; placing the same subject again changes nothing. Shares the lock of the cohort's
 * row (holds do not wait for each other), so that a close that runs at the same time sees the hold or makes this throw
 * `cohort-closed`.
 */
export async function placeHold(tx: Tx, hold: { cohortId: CohortId; subject: string; reason: string }): Promise<void> {
  const { rows } = await sql<{ status: string; key: string }>`
    select status, key from cohort where id = ${hold.cohortId} for share`.execute(tx);
  const cohort = rows[0];
  if (!cohort) throw new Problem('not-found', `There is no cohort ${hold.cohortId}.`);
  if (cohort.status !== 'open')
    throw new Problem(
      'cohort-closed',
      `The cohort ${cohort.key} is ${cohort.status}: nothing new can be handed in to it.`,
    );
  await sql`
    insert into cohort_hold (cohort_id, subject, reason, placed_at)
    values (${hold.cohortId}, ${hold.subject}, ${hold.reason}, clock_now()) on conflict do nothing`.execute(tx);
}

/** Ends the hold; releasing what is not held changes nothing. */
export async function releaseHold(tx: Tx, hold: { cohortId: CohortId; subject: string }): Promise<void> {
  await sql`delete from cohort_hold where cohort_id = ${hold.cohortId} and subject = ${hold.subject}`.execute(tx);
}
