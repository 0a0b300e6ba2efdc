// Publishes a decision under the fence of its lease; one that comes too late is kept beside the winner.
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import type { Actor } from '../people/route-access.ts';
import { Problem, type ProblemCode } from '../problems.ts';
import { canonicalJson, jsonb, sha256Hex } from '../store/json.ts';
import type { Tx } from '../store/store.ts';
import { getPinnedRubric } from '../submissions/pinned-rubric.ts';
import { returnRound } from './end-lease.ts';
import { assess, type Publication } from './publication.ts';
import { type PublishedDecision, recordDecision } from './record-decision.ts';
import type { ReviewDeps } from './review-deps.ts';
import type { LeaseId, Round, RoundId } from './round.ts';
import { roundColumns } from './round-columns.ts';

type Asked = { actor: Actor; roundId: RoundId; leaseToken: string; publication: Publication };
type LockedRound = Round & { leaseId: LeaseId | null; leaseExpiresAt: Date | null };
type HeldLease = { leaseId: LeaseId; fits: boolean; published: boolean };
type Outcome = { decision: PublishedDecision } | { kept: ProblemCode; detail: string };

/**
 * Publishing the same content again gives the same decision. Throws `lease-lost` when the lease has ended or is not this token's:
 * the review is then kept as a late one, beside whatever was or will be decided; `round-decided` for a second decision (kept too);
 * `rubric-mismatch` with findings; `not-eligible` for someone who never held the round.
 */
export async function publishDecision(deps: ReviewDeps, asked: Asked): Promise<PublishedDecision> {
  // A late review has to be committed before it is refused: a throw inside would take it back.
  const outcome = await deps.store.transact((tx) => decide(tx, deps, asked));
  if ('decision' in outcome) return outcome.decision;
  throw new Problem(outcome.kept, outcome.detail);
}

async function decide(tx: Tx, deps: ReviewDeps, asked: Asked): Promise<Outcome> {
  const { actor, publication } = asked;
  const round = await lockRound(tx, asked);
  const lease = await findLease(tx, asked);
  if (!lease) throw new Problem('not-eligible', 'You have held no lease of this round: claim it first.');
  const contentSha256 = sha256Hex(canonicalJson(JSON.parse(JSON.stringify(publication))));
  if (lease.published) {
    const decision = await findDecision(tx, lease.leaseId, contentSha256);
    if (decision) return { decision };
    await keepLate(tx, asked, lease.leaseId, contentSha256);
    const detail =
      'You have decided this round already, and that decision stands; what you sent now is kept beside it.';
    return { kept: 'round-decided', detail };
  }
  // Read after the lock: whoever waited for it is judged by the time at which they got it.
  const now = await readClock(tx);
  const held = round.leaseId === lease.leaseId && round.leaseExpiresAt !== null;
  // mutant: without `lease.fits` and `held`, the late publish of an expired lease overwrites the winner's
  if (!held || !lease.fits || Number(round.leaseExpiresAt) <= Number(now)) {
    await keepLate(tx, asked, lease.leaseId, contentSha256);
    if (held && Number(round.leaseExpiresAt) <= Number(now)) {
      const { programmeId, roundId } = round;
      await returnRound(tx, deps.outbox, {
        programmeId,
        roundId,
        leaseId: lease.leaseId,
        reason: 'expired',
        actor: 'system:review',
      });
    }
    return { kept: 'lease-lost', detail: lateDetail(round, held && lease.fits) };
  }
  const rubric = await getPinnedRubric(tx, round.rubricDigest);
  const findings = assess(publication, rubric, round.rubricDigest);
  if (findings.length > 0)
    throw new Problem('rubric-mismatch', 'The decision was not published; mend what is named, your lease runs on.', {
      findings,
    });
  const { leaseId } = lease;
  return {
    decision: await recordDecision(tx, deps.outbox, { round, leaseId, actor, publication, contentSha256, now }),
  };
}

async function lockRound(tx: Tx, { actor, roundId }: Asked): Promise<LockedRound> {
  const { rows } = await sql<LockedRound>`
    select ${roundColumns}, r.lease_id as "leaseId", r.lease_expires_at as "leaseExpiresAt"
    from review_round r where r.id = ${roundId} and r.programme_id = ${actor.programmeId} for update`.execute(tx);
  if (rows[0]) return rows[0];
  throw new Problem('not-found', `There is no round ${roundId} here.`);
}

/** The lease of this token, else the latest one of this reviewer: what they wrote is kept whatever token they lost. */
async function findLease(tx: Tx, { actor, roundId, leaseToken }: Asked): Promise<HeldLease | undefined> {
  const { rows } = await sql<HeldLease>`
    select id as "leaseId", token_sha256 = ${sha256Hex(leaseToken)} as fits, reason is not distinct from 'published' as published
    from review_lease where round_id = ${roundId} and reviewer_id = ${actor.personId}
    order by fits desc, epoch desc limit 1`.execute(tx);
  return rows[0];
}

async function readClock(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_now() as now`.execute(tx);
  if (!rows[0]) throw new Error('the store did not tell the time');
  return rows[0].now;
}

async function findDecision(tx: Tx, leaseId: LeaseId, contentSha256: string): Promise<PublishedDecision | undefined> {
  const { rows } = await sql<PublishedDecision>`
    select d.id as "decisionId", d.round_id as "roundId", d.verdict, d.published_at as "publishedAt", d.on_time as "onTime"
    from review_decision d where d.lease_id = ${leaseId} and d.content_sha256 = ${contentSha256}`.execute(tx);
  return rows[0];
}

async function keepLate(tx: Tx, { actor, roundId, publication }: Asked, leaseId: LeaseId, contentSha256: string) {
  const added = await sql`
    insert into review_late (programme_id, round_id, lease_id, reviewer_id, received_at, content_sha256, content)
    values (${actor.programmeId}, ${roundId}, ${leaseId}, ${actor.personId}, clock_now(), ${contentSha256}, ${jsonb(publication)})
    on conflict do nothing returning id`.execute(tx);
  if (added.rows.length === 0) return;
  await appendAudit(tx, {
    programmeId: actor.programmeId,
    actor: actor.personId,
    action: 'review.kept-late',
    subject: roundId,
    detail: { leaseId, contentSha256 },
  });
}

function lateDetail(round: LockedRound, expired: boolean): string {
  const why =
    round.state === 'decided'
      ? 'Your lease had ended, and another reviewer has decided the round since'
      : expired || round.state === 'waiting'
        ? 'Your lease has ended, and the round went back to the queue'
        : 'Another lease holds the round now';
  return `${why}. What you wrote is kept as a late review beside the decision; nothing is lost. Claim the round again if it still waits.`;
}
