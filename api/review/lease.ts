// A reviewer's exclusive, expiring, fenced claim on a round: renewed while they work, given back when they stop.
import { sql } from 'kysely';
import type { Actor } from '../people/route-access.ts';
import { Problem } from '../problems.ts';
import { sha256Hex } from '../store/json.ts';
import type { Tx } from '../store/store.ts';
import { returnRound } from './end-lease.ts';
import type { ReviewDeps } from './review-deps.ts';
import type { LeaseId, RoundId } from './round.ts';

/** As long as the longest review that a task may plan for. */
export const leaseMinutes = 90;

type Held = { actor: Actor; leaseId: LeaseId; leaseToken: string };

/** Until when it now runs. Throws `lease-lost` for one that has ended or expired, `not-found` for one that is not the caller's. */
export async function renewLease({ store }: ReviewDeps, held: Held): Promise<Date> {
  return store.transact(async (tx) => {
    const { roundId } = await lockLive(tx, held);
    const { rows } = await sql<{ expiresAt: Date }>`
      update review_round set lease_expires_at = clock_now() + make_interval(mins => ${leaseMinutes})
      where id = ${roundId} returning lease_expires_at as "expiresAt"`.execute(tx);
    const expiresAt = rows[0]?.expiresAt;
    if (!expiresAt) throw new Error(`the round ${roundId} vanished under its lock`);
    await sql`update review_lease set expires_at = ${expiresAt.toISOString()} where id = ${held.leaseId}`.execute(tx);
    return expiresAt;
  });
}

/** Gives the round back with its original deadline. Throws as `renewLease` does. */
export async function releaseLease({ store, outbox }: ReviewDeps, held: Held): Promise<void> {
  await store.transact(async (tx) => {
    const { roundId } = await lockLive(tx, held);
    const { programmeId, personId } = held.actor;
    await returnRound(tx, outbox, { programmeId, roundId, leaseId: held.leaseId, reason: 'released', actor: personId });
  });
}

async function lockLive(tx: Tx, { actor, leaseId, leaseToken }: Held): Promise<{ roundId: RoundId }> {
  const named = await sql<{ roundId: RoundId; fits: boolean }>`
    select round_id as "roundId", token_sha256 = ${sha256Hex(leaseToken)} as fits from review_lease
    where id = ${leaseId} and programme_id = ${actor.programmeId} and reviewer_id = ${actor.personId}`.execute(tx);
  if (!named.rows[0]) throw new Problem('not-found', `You hold no lease ${leaseId}.`);
  const { roundId, fits } = named.rows[0];
  const live = await sql`
    select 1 from review_round where id = ${roundId} and lease_id = ${leaseId} and lease_expires_at > clock_now()
    for update`.execute(tx);
  if (fits && live.rows.length === 1) return { roundId };
  throw new Problem(
    'lease-lost',
    fits
      ? 'This lease has ended, and the round with its deadline went back to the queue: claim it again if it still waits.'
      : 'The token is not the one of this lease: claim the round again to get another one.',
  );
}
