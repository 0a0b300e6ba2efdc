// A round's columns under the names that the code gives them; the table goes by `r`.
import { sql } from 'kysely';

export const roundColumns = sql`
  r.id as "roundId", r.programme_id as "programmeId", r.cohort_id as "cohortId", r.submission_id as "submissionId",
  r.seat_id as "seatId", r.track, r.task, r.number, r.rubric_digest as "rubricDigest", r.state,
  r.submitted_at as "submittedAt", r.due_at as "dueAt", r.epoch`;
