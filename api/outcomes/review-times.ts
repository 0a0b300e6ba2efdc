// Review times: was the promise of 48 hours kept, and how long did learners wait.
import { z } from 'zod';
import { verdicts } from '../review/round.ts';
import type { OutcomeEvent } from './outcome-event.ts';

const Instant = z.iso.datetime().transform((text) => new Date(text));
const Opened = z.object({ roundId: z.string(), submittedAt: Instant, dueAt: Instant });
const Decided = z.object({ roundId: z.string(), verdict: z.enum(verdicts), decidedAt: Instant });

/** Service times are never hidden: they tell about us. Null where nothing can be judged yet. */
export type ReviewTimes = {
  definition: string;
  /** Rounds that can be judged: decided, or open past their due date. */
  n: number;
  onTime: number;
  onTimeShare: number | null;
  openOverdue: number;
  /** Open and not due yet: judged by nobody, counted in nothing else. */
  openInTime: number;
  elapsedHours: { p50: number; p90: number; max: number } | null;
};

const definition =
  'Rounds that were decided or are open past due. On time: decided as accept or revise at most 48 elapsed hours after the receipt; an open overdue round and an unreviewable one are misses. Elapsed hours run from receipt to decision, for an open overdue round until now; percentiles are values that occurred (nearest rank).';

const hourMs = 3_600_000;

/** Pure: the same events and the same instant `at` give the same figures. */
export function reviewTimes(events: readonly OutcomeEvent[], at: Date): ReviewTimes {
  const decisions = new Map(
    events
      .filter((event) => event.type === 'round.decided')
      .map((event) => Decided.parse(event.payload))
      .map((decided) => [decided.roundId, decided] as const),
  );
  const elapsedMs: number[] = [];
  let onTime = 0;
  let openOverdue = 0;
  let openInTime = 0;
  for (const { payload } of events.filter((event) => event.type === 'round.opened')) {
    const { roundId, submittedAt, dueAt } = Opened.parse(payload);
    const decided = decisions.get(roundId);
    const end = decided?.decidedAt ?? at;
    if (!decided && Number(at) <= Number(dueAt)) {
      openInTime++;
      continue;
    }
    elapsedMs.push(Number(end) - Number(submittedAt));
    if (!decided) openOverdue++;
    else if (decided.verdict !== 'unreviewable' && Number(end) <= Number(dueAt)) onTime++;
  }
  const n = elapsedMs.length;
  elapsedMs.sort((a, b) => a - b);
  const percentile = (share: number) => (elapsedMs[Math.ceil(share * n) - 1] ?? 0) / hourMs;
  const elapsedHours = n === 0 ? null : { p50: percentile(0.5), p90: percentile(0.9), max: percentile(1) };
  return { definition, n, onTime, onTimeShare: n === 0 ? null : onTime / n, openOverdue, openInTime, elapsedHours };
}
