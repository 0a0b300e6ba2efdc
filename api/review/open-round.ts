// Opens a round with its clock in the transaction that seals its submission.
import { sql } from 'kysely';
import { z } from 'zod';
import { trackNames } from '../../tracks/track.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { placeHold } from '../cohorts/hold.ts';
import type { CohortId } from '../store/ids.ts';
import type { Outbox, RecordedEvent } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';

/** What this room reads of `submission.sealed`. */
const Sealed = z.object({
  submissionId: z.string(),
  roundId: z.string(),
  round: z.int(),
  seatId: z.string(),
  cohortId: z.string(),
  track: z.enum(trackNames),
  task: z.string(),
  submittedAt: z.iso.datetime(),
  rubric: z.string(),
});

/** The clock starts at the receipt's own instant, not at this one; 48 elapsed hours, whatever the calendars say. */
export async function openRound(tx: Tx, outbox: Outbox, event: RecordedEvent): Promise<void> {
  const { programmeId } = event;
  const sealed = Sealed.parse(event.data);
  const { submissionId, roundId, round, seatId, cohortId, track, task, submittedAt, rubric } = sealed;
  const { rows } = await sql<{ dueAt: Date }>`
    insert into review_round (id, programme_id, cohort_id, submission_id, seat_id, track, task, number, rubric_digest, state,
      submitted_at, due_at)
    values (${roundId}, ${programmeId}, ${cohortId}, ${submissionId}, ${seatId}, ${track}, ${task}, ${round}, ${rubric},
      'waiting', ${submittedAt}::timestamptz, ${submittedAt}::timestamptz + interval '48 hours')
    returning due_at as "dueAt"`.execute(tx);
  const dueAt = rows[0]?.dueAt.toISOString();
  if (dueAt === undefined) throw new Error('the store returned no row for a new round');
  await sql`
    insert into review_clock_event (programme_id, round_id, kind, at)
    values (${programmeId}, ${roundId}, 'started', ${submittedAt}::timestamptz)`.execute(tx);
  await placeHold(tx, {
    cohortId: cohortId as CohortId,
    subject: roundId,
    reason: `round ${round} of task ${task} is open`,
  });
  const told = { roundId, submissionId, seatId, cohortId, track, task, round, submittedAt, dueAt };
  await outbox.append(tx, { programmeId, type: 'round.opened', subject: roundId, data: told });
  await appendAudit(tx, {
    programmeId,
    actor: 'system:review',
    action: 'round.opened',
    subject: roundId,
    detail: { submissionId, round, dueAt },
  });
}
