// Claims the round that is due first among those a reviewer may take.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import type { Actor } from '../people/route-access.ts';
import { Problem } from '../problems.ts';
import { newId } from '../store/ids.ts';
import { sha256Hex } from '../store/json.ts';
import type { Tx } from '../store/store.ts';
import { eligible } from './eligibility.ts';
import { endLease, returnRound, tellReturned } from './end-lease.ts';
import { type ClaimWish, explainNothing } from './explain-nothing.ts';
import { leaseMinutes } from './lease.ts';
import type { ReviewDeps } from './review-deps.ts';
import type { LeaseId, Round, RoundId } from './round.ts';
import { roundColumns } from './round-columns.ts';

/** How many rounds a reviewer may hold at once. */
const roundsPerReviewer = 3;

export type Claim = {
  leaseId: LeaseId;
  /** The fence: publishing, renewing and releasing need it. Kept as SHA-256, so it cannot be read again. */
  leaseToken: string;
  expiresAt: Date;
  round: Round;
};

type Claimer = { deps: ReviewDeps; actor: Actor; wish: ClaimWish };
type TakenRound = Round & { expiresAt: Date; expiredLease: LeaseId | null };

/**
 * With a `roundId` only that one; its live holder gets the same lease under a new token. An expired lease gives way at once,
 * without waiting for the sweep. Throws `nothing-waiting`, `lease-cap`, and for a named round `not-eligible`, `lease-lost`
 * (another holds it) or `round-decided`.
 */
export async function claimRound(deps: ReviewDeps, actor: Actor, wish: ClaimWish): Promise<Claim> {
  const claimer = { deps, actor, wish };
  const leaseToken = `prv_${randomBytes(32).toString('base64url')}`;
  return deps.store.transact(async (tx) => {
    const resumed = await resumeLease(tx, claimer, leaseToken);
    if (resumed) return resumed;
    await returnExpired(tx, claimer);
    const leaseId = newId('lease');
    const slot = await takeSlot(tx, actor, leaseId);
    if (slot === undefined) {
      throw new Problem(
        'lease-cap',
        `You hold ${roundsPerReviewer} rounds already: publish or give back one of them, then claim the next.`,
      );
    }
    const taken = await takeRound(tx, claimer, leaseId);
    if (!taken) throw await explainNothing(tx, actor, wish);
    const { expiresAt, expiredLease, ...round } = taken;
    const { programmeId, roundId, epoch } = round;
    if (expiredLease) {
      await endLease(tx, expiredLease, 'expired');
      await tellReturned(tx, deps.outbox, {
        programmeId,
        roundId,
        leaseId: expiredLease,
        reason: 'expired',
        actor: 'system:review',
      });
    }
    await sql`
      insert into review_lease (id, programme_id, round_id, reviewer_id, slot, epoch, token_sha256, begun_at, expires_at)
      values (${leaseId}, ${programmeId}, ${roundId}, ${actor.personId}, ${slot}, ${epoch}, ${sha256Hex(leaseToken)},
              clock_now(), ${expiresAt.toISOString()})`.execute(tx);
    await deps.outbox.append(tx, {
      programmeId,
      type: 'round.leased',
      subject: roundId,
      data: { roundId, leaseId, reviewerId: actor.personId, epoch },
    });
    const detail = { leaseId, epoch };
    await appendAudit(tx, { programmeId, actor: actor.personId, action: 'round.leased', subject: roundId, detail });
    return { leaseId, leaseToken, expiresAt, round };
  });
}

// The order of locks everywhere: first the round, then its lease and its place. A claim waits for no lock at all: what
// another one holds is passed over.
async function takeRound(tx: Tx, { actor, wish }: Claimer, leaseId: LeaseId): Promise<TakenRound | undefined> {
  const { track = null, roundId = null } = wish;
  // mutant: without `for update … skip locked`, parallel claims pick the same round and all but one fail on the live lease
  const { rows } = await sql<TakenRound>`
    with now as materialized (select clock_now() as at),
    picked as materialized (
      select r.id, r.lease_id
      from review_round r cross join now
      where r.programme_id = ${actor.programmeId} and r.state in ('waiting', 'leased')
        and (r.state = 'waiting' or r.lease_expires_at <= now.at)
        and (${track}::text is null or r.track = ${track}) and (${roundId}::text is null or r.id = ${roundId})
        and ${eligible(actor.personId)}
      order by r.due_at, r.id limit 1
      for update of r skip locked
    )
    update review_round r
    set state = 'leased', epoch = r.epoch + 1, lease_id = ${leaseId},
        lease_expires_at = now.at + make_interval(mins => ${leaseMinutes})
    from picked cross join now
    where r.id = picked.id
    returning ${roundColumns}, r.lease_expires_at as "expiresAt", picked.lease_id as "expiredLease"`.execute(tx);
  return rows[0];
}

// A place that another claim of the same reviewer is taking is passed over: the last one finds none and is told of the cap.
async function takeSlot(tx: Tx, { programmeId, personId }: Actor, leaseId: LeaseId): Promise<number | undefined> {
  await sql`
    insert into review_slot (programme_id, person_id, slot)
    select ${programmeId}, ${personId}, slot from generate_series(1, ${roundsPerReviewer}::int) as slot
    where not exists (select 1 from review_slot s where s.programme_id = ${programmeId} and s.person_id = ${personId})
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ slot: number }>`
    with free as materialized (
      select slot from review_slot
      where programme_id = ${programmeId} and person_id = ${personId} and lease_id is null
      order by slot limit 1 for update skip locked
    )
    update review_slot s set lease_id = ${leaseId} from free
    where s.programme_id = ${programmeId} and s.person_id = ${personId} and s.slot = free.slot
    returning s.slot`.execute(tx);
  return rows[0]?.slot;
}

// A reviewer's own expired leases would fill their places until the sweep comes by.
async function returnExpired(tx: Tx, { deps, actor }: Claimer): Promise<void> {
  const { rows } = await sql<{ roundId: RoundId; leaseId: LeaseId }>`
    select r.id as "roundId", r.lease_id as "leaseId"
    from review_round r
    where r.state = 'leased' and r.lease_expires_at <= (select clock_now()) and r.lease_id in (
      select s.lease_id from review_slot s where s.programme_id = ${actor.programmeId} and s.person_id = ${actor.personId})
    order by r.id for update of r skip locked`.execute(tx);
  for (const { roundId, leaseId } of rows) {
    const { programmeId } = actor;
    await returnRound(tx, deps.outbox, { programmeId, roundId, leaseId, reason: 'expired', actor: 'system:review' });
  }
}

/** Whoever lost the token of a lease that they hold (a closed page) gets another one; the old one no longer opens anything. */
async function resumeLease(tx: Tx, { actor, wish }: Claimer, leaseToken: string): Promise<Claim | undefined> {
  if (wish.roundId === undefined) return undefined;
  const { rows } = await sql<Round & { leaseId: LeaseId }>`
    with now as materialized (select clock_now() as at)
    update review_round r set lease_expires_at = now.at + make_interval(mins => ${leaseMinutes})
    from now, review_lease l
    where r.id = ${wish.roundId} and r.programme_id = ${actor.programmeId} and l.id = r.lease_id
      and l.reviewer_id = ${actor.personId} and r.lease_expires_at > now.at
    returning ${roundColumns}, l.id as "leaseId"`.execute(tx);
  if (!rows[0]) return undefined;
  const { leaseId, ...round } = rows[0];
  const renewed = await sql<{ expiresAt: Date }>`
    update review_lease l set token_sha256 = ${sha256Hex(leaseToken)}, expires_at = r.lease_expires_at
    from review_round r where l.id = ${leaseId} and r.lease_id = l.id
    returning l.expires_at as "expiresAt"`.execute(tx);
  if (!renewed.rows[0]) throw new Error(`the lease ${leaseId} vanished under the lock of its round`);
  return { leaseId, leaseToken, expiresAt: renewed.rows[0].expiresAt, round };
}
