// Writes a decision with everything that follows from it: levels, clock, round, turn, hold, events, audit.
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import { releaseHold } from '../cohorts/hold.ts';
import type { Actor } from '../people/route-access.ts';
import { type Id, newId, type PersonId, type SeatId } from '../store/ids.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';
import { passTurn } from '../submissions/turn.ts';
import { endLease } from './end-lease.ts';
import type { Publication } from './publication.ts';
import type { LeaseId, Round, RoundId, Verdict } from './round.ts';

export type PublishedDecision = {
  decisionId: Id<'decision'>;
  roundId: RoundId;
  verdict: Verdict;
  publishedAt: Date;
  /** Published at the deadline or before. */
  onTime: boolean;
};

export type Deciding = {
  round: Round;
  leaseId: LeaseId;
  actor: Actor;
  publication: Publication;
  contentSha256: string;
  /** Read from the store's clock under the lock of the round. */
  now: Date;
};

export async function recordDecision(tx: Tx, outbox: Outbox, deciding: Deciding): Promise<PublishedDecision> {
  const { round, leaseId, actor, publication, contentSha256, now } = deciding;
  const { programmeId, roundId, submissionId, seatId, cohortId, track, task, number } = round;
  const { verdict, comment, reason = null } = publication;
  const decisionId = newId('decision');
  const publishedAt = now.toISOString();
  // mutant: `<` instead of `<=` breaches a decision published at the deadline itself
  const onTime = Number(now) <= Number(round.dueAt);
  await sql`
    insert into review_decision (id, programme_id, round_id, lease_id, reviewer_id, verdict, comment, reason, content_sha256,
      published_at, on_time)
    values (${decisionId}, ${programmeId}, ${roundId}, ${leaseId}, ${actor.personId}, ${verdict}, ${comment}, ${reason},
      ${contentSha256}, ${publishedAt}, ${onTime})`.execute(tx);
  for (const [position, { criterion, level, evidence, comment: below = null }] of publication.levels.entries()) {
    await sql`
      insert into review_decision_level (decision_id, position, criterion, level, evidence, comment)
      values (${decisionId}, ${position}, ${criterion}, ${level}, ${evidence}, ${below})`.execute(tx);
  }
  await endClock(tx, deciding, onTime);
  await endLease(tx, leaseId, 'published');
  await sql`
    update review_round set state = 'decided', lease_id = null, lease_expires_at = null, ended_at = ${publishedAt}
    where id = ${roundId}`.execute(tx);
  await passTurn(tx, { submissionId, to: verdict === 'accept' ? 'nobody' : 'learner' });
  await releaseHold(tx, { cohortId, subject: roundId });
  const levels = publication.levels.map(({ criterion, level }) => ({ criterion, level }));
  const told = { roundId, submissionId, seatId, cohortId, track, task, round: number, verdict, onTime, levels };
  const [submittedAt, dueAt] = [round.submittedAt.toISOString(), round.dueAt.toISOString()];
  await outbox.append(tx, {
    programmeId,
    type: 'round.decided',
    subject: roundId,
    data: {
      ...told,
      submittedAt,
      dueAt,
      decidedAt: publishedAt,
      rubric: round.rubricDigest,
      reviewerId: actor.personId,
    },
  });
  if (verdict === 'accept') await tellAccepted(tx, outbox, round);
  await appendAudit(tx, {
    programmeId,
    actor: actor.personId,
    action: 'round.decided',
    subject: roundId,
    detail: { decisionId, leaseId, verdict, onTime, contentSha256 },
  });
  return { decisionId, roundId, verdict, publishedAt: now, onTime };
}

// Work that could not be reviewed got no feedback, so its clock is not met; in time, it only stops counting.
async function endClock(tx: Tx, { round, publication, now }: Deciding, onTime: boolean): Promise<void> {
  const kind = !onTime ? 'breached' : publication.verdict === 'unreviewable' ? 'voided' : 'met';
  await sql`
    insert into review_clock_event (programme_id, round_id, kind, at, reason)
    values (${round.programmeId}, ${round.roundId}, ${kind},
            ${(kind === 'breached' ? round.dueAt : now).toISOString()}, ${publication.reason ?? null})
    on conflict do nothing`.execute(tx);
}

async function tellAccepted(tx: Tx, outbox: Outbox, round: Round): Promise<void> {
  const { programmeId, cohortId, track, task, submissionId, roundId } = round;
  const { rows } = await sql<{ personId: PersonId; seatId: SeatId }>`
    select person_id as "personId", seat_id as "seatId" from submissions_author_view
    where submission_id = ${submissionId} order by seat_id`.execute(tx);
  for (const { personId, seatId } of rows) {
    await outbox.append(tx, {
      programmeId,
      type: 'task.accepted',
      subject: seatId,
      data: { seatId, personId, cohortId, track, task, roundId, submissionId },
    });
  }
}
