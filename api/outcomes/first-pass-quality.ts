// First-pass quality: how often the first decision on a deliverable was to accept it.
import { z } from 'zod';
import { verdicts } from '../review/round.ts';
import type { OutcomeEvent } from './outcome-event.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** Below this many, a rate of outcomes would tell about persons. */
const fewestShown = 5;

const Decided = z.object({ round: z.int(), verdict: z.enum(verdicts) });

export type FirstPassQuality = { definition: string; n: number; hidden: boolean } & (
  | { hidden: true }
  | { hidden: false; numerator: number; share: number; interval95: { low: number; high: number } }
);

const definition =
  'Of all deliverables whose first round has been decided: the share that this first decision accepted. Revise and unreviewable count against it. 95 % Wilson interval; hidden below 5.';

/** Pure: the same events give the same figure. Events of other types are passed over. */
export function firstPassQuality(events: readonly OutcomeEvent[]): FirstPassQuality {
  const first = events
    .filter((event) => event.type === 'round.decided')
    .map((event) => Decided.parse(event.payload))
    .filter((decided) => decided.round === 1);
  const n = first.length;
  if (n < fewestShown) return { definition, n, hidden: true };
  const numerator = first.filter((decided) => decided.verdict === 'accept').length;
  return { definition, n, hidden: false, numerator, share: numerator / n, interval95: wilsonInterval(numerator, n) };
}
