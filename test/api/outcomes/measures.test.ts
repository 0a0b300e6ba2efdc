// Measures are functions of events: same events, same figures, and nothing said about too few.
import { expect, test } from 'vitest';
import { firstPassQuality } from '../../../api/outcomes/first-pass-quality.ts';
import type { OutcomeEvent } from '../../../api/outcomes/outcome-event.ts';
import { reviewTimes } from '../../../api/outcomes/review-times.ts';
import { wilsonInterval } from '../../../api/outcomes/wilson-interval.ts';

const start = Date.parse('2026-11-21T10:00:00.000Z');
const hour = 3_600_000;
const at = (hours: number) => new Date(start + hours * hour).toISOString();

function event(type: OutcomeEvent['type'], payload: OutcomeEvent['payload']): OutcomeEvent {
  const nobody = { cohortId: null, seatId: null, personId: null, track: null, task: null };
  return { seq: 1, at: new Date(start), type, subject: 'rnd', ...nobody, payload };
}

/** A round that was handed in at hour 0, with its decision after `hours`, or without one. */
function round(roundId: string, hours: number | undefined, verdict = 'accept', number = 1): OutcomeEvent[] {
  const opened = event('round.opened', { roundId, submittedAt: at(0), dueAt: at(48) });
  if (hours === undefined) return [opened];
  return [opened, event('round.decided', { roundId, verdict, round: number, decidedAt: at(hours) })];
}

test('first-pass quality is hidden below five and counts first decisions alone', () => {
  const four = [1, 2, 3, 4].flatMap((n) => round(`r${n}`, 1));
  const later = round('r9', 1, 'accept', 2);
  // mutant: the filter on round 1 left out shows five here
  expect(firstPassQuality([...four, ...later])).toMatchObject({ n: 4, hidden: true });
  expect(firstPassQuality(four)).not.toHaveProperty('share');
  const five = [...four, ...round('r5', 1, 'revise')];
  expect(firstPassQuality(five)).toMatchObject({ n: 5, hidden: false, numerator: 4, share: 0.8 });
});

test('the interval is the published one of Wilson, and never leaves 0 to 1', () => {
  // Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [numerator, n, low, high] of published) {
    const interval = wilsonInterval(numerator, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  }
  expect(wilsonInterval(5, 5).high).toBe(1);
});

test('an overdue round that is still open is a miss, and its wait is not left out', () => {
  const events = [...round('a', 10), ...round('b', 48), ...round('c', 48.5), ...round('d', undefined)];
  const early = reviewTimes(events, new Date(start + 48 * hour));
  expect(early).toMatchObject({ n: 3, onTime: 2, openInTime: 1, openOverdue: 0 });
  const late = reviewTimes(events, new Date(start + 100 * hour));
  // mutant: percentiles over decided rounds alone would say 48.5 at most
  expect(late).toMatchObject({ n: 4, onTime: 2, onTimeShare: 0.5, openOverdue: 1, openInTime: 0 });
  expect(late.elapsedHours).toEqual({ p50: 48, p90: 100, max: 100 });
});

test('work called unreviewable does not keep the promise', () => {
  expect(reviewTimes(round('a', 1, 'unreviewable'), new Date(start))).toMatchObject({ n: 1, onTime: 0 });
});

test('nothing judged yet is no figure, not a good one', () => {
  expect(reviewTimes([], new Date(start))).toMatchObject({ n: 0, onTimeShare: null, elapsedHours: null });
});
