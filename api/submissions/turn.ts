// Whose turn it is at a task: the learner's, review's, or nobody's after an accepted round.
import { sql } from 'kysely';
import { Problem } from '../problems.ts';
import type { ProgrammeId, SeatId } from '../store/ids.ts';
import type { Tx } from '../store/store.ts';

type SeatTurn = { programmeId: ProgrammeId; task: string; seatIds: readonly SeatId[] };

/**
 * Passes the turn of all these seats from the learners to review, and returns the number of the round that this opens: one more
 * than any of them has had. Throws `round-open` or `round-decided` (accepted), naming nobody. The rows stay locked until the
 * transaction ends, so of two submissions at once the second sees what the first did.
 */
export async function takeTurn(tx: Tx, { programmeId, task, seatIds }: SeatTurn): Promise<number> {
  let round = 1;
  // Always in the same order: two groups that overlap then wait for each other instead of locking each other out.
  for (const seatId of [...seatIds].sort()) {
    const { rows } = await sql<{ round: number }>`
      insert into submission_turn as turn (programme_id, seat_id, task, holder, round)
      values (${programmeId}, ${seatId}, ${task}, 'review', 1)
      on conflict (seat_id, task) do update set holder = 'review', round = turn.round + 1 where turn.holder = 'learner'
      returning round`.execute(tx);
    if (!rows[0]) throw await refusal(tx, seatId, task);
    round = Math.max(round, rows[0].round);
  }
  await sql`
    update submission_turn set round = ${round}
    where task = ${task} and seat_id = any(${[...seatIds]}::text[]) and round <> ${round}`.execute(tx);
  return round;
}

/** Passes the turn on when a round has been decided: back to the learners, or to nobody once the work is accepted. */
export async function passTurn(
  tx: Tx,
  { submissionId, to }: { submissionId: string; to: 'learner' | 'nobody' },
): Promise<void> {
  await sql`
    update submission_turn t set holder = ${to}
    from submission s join submission_author a on a.submission_id = s.id
    where s.id = ${submissionId} and t.seat_id = a.seat_id and t.task = s.task and t.holder = 'review'`.execute(tx);
}

async function refusal(tx: Tx, seatId: SeatId, task: string): Promise<Problem> {
  const { rows } = await sql<{ holder: string; round: number }>`
    select holder, round from submission_turn where seat_id = ${seatId} and task = ${task}`.execute(tx);
  if (rows[0]?.holder === 'nobody')
    return new Problem('round-decided', `Task ${task} has been accepted: there is nothing more to hand in for it.`);
  return new Problem(
    'round-open',
    `Round ${rows[0]?.round ?? 1} of task ${task} is with a reviewer: hand in again when it has been decided.`,
  );
}
