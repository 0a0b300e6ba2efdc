// Keeps a refusal: nothing of the work is touched, and the next attempt starts afresh.
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import { jsonb } from '../store/json.ts';
import type { RefusalFinding } from './refusal-finding.ts';
import type { SubmissionDeps } from './submission-deps.ts';
import type { SubmissionPlan } from './submission-plan.ts';

export async function recordRefusal(
  { store, outbox }: Pick<SubmissionDeps, 'store' | 'outbox'>,
  { seat, task }: SubmissionPlan,
  findings: readonly RefusalFinding[],
): Promise<void> {
  const { programmeId, cohortId, seatId, learnerId, track } = seat;
  const reasons = [...new Set(findings.map((finding) => finding.code))].sort();
  await store.transact(async (tx) => {
    await sql`
      insert into submission_refusal (programme_id, cohort_id, seat_id, task, submitted_by, refused_at, findings)
      values (${programmeId}, ${cohortId}, ${seatId}, ${task.key}, ${learnerId}, clock_now(), ${jsonb(findings)})`.execute(
      tx,
    );
    // What was found stays in this room; events and audit say only of which kind it was.
    await outbox.append(tx, {
      programmeId,
      type: 'submission.refused',
      subject: seatId,
      data: { cohortId, seatId, personId: learnerId, track, task: task.key, reasons },
    });
    const detail = { task: task.key, reasons };
    await appendAudit(tx, { programmeId, actor: learnerId, action: 'submission.refused', subject: seatId, detail });
  });
}
