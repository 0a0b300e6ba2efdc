// The table of statuses, and what is decided from it.
import { describe, expect, test } from 'vitest';
import { decideStep } from '../../../api/sandboxes/decide-step.ts';
import { pauseSeconds } from '../../../api/sandboxes/operation-ledger.ts';
import type { SandboxObservation } from '../../../api/sandboxes/sandbox-runtime.ts';
import { assertTransition, canBecome, desiredStates, sandboxStatuses } from '../../../api/sandboxes/sandbox-status.ts';

const during = { start: 'starting', stop: 'stopping', destroy: 'destroying' } as const;
const observations: SandboxObservation[] = [
  { state: 'up', generation: 1 },
  { state: 'up', generation: 2 },
  { state: 'stopped', generation: 2 },
  { state: 'absent' },
  { state: 'unknown', reason: 'no answer' },
];

describe('the status of a sandbox', () => {
  test.for(sandboxStatuses.filter((status) => status !== 'gone'))('can be destroyed from %s', (status) => {
    expect(canBecome(status, 'destroying')).toBe(true);
  });

  test('leads nowhere once it is gone, and nowhere but there once it is being destroyed', () => {
    const others = sandboxStatuses.filter((status) => status !== 'gone' && status !== 'destroying');
    expect(others.filter((status) => canBecome('gone', status) || canBecome('destroying', status))).toEqual([]);
    expect(() => assertTransition('gone', 'starting')).toThrow('that is gone cannot become starting');
  });

  test('allows whatever is decided, from every status under every wish and sight', async () => {
    for (const desired of desiredStates) {
      // What is being destroyed should be gone; the store holds that by a check.
      const reachable = sandboxStatuses.filter((each) => !['destroying', 'gone'].includes(each) || desired === 'gone');
      for (const status of reachable) {
        for (const seen of observations) {
          const step = await decideStep({ desired, status, generation: 2 }, async () => seen);
          if (step !== 'settled') expect(canBecome(status, during[step]), `${status} → ${step}`).toBe(true);
        }
      }
    }
  });
});

describe('the next step', () => {
  const stepOf = (seen: SandboxObservation, desired: 'up' | 'stopped' = 'up') =>
    decideStep({ desired, status: desired === 'up' ? 'ready' : 'stopped', generation: 2 }, async () => seen);

  test('starts a ready sandbox again that is absent, stopped or of an older generation', async () => {
    expect(await stepOf({ state: 'absent' })).toBe('start');
    expect(await stepOf({ state: 'stopped', generation: 2 })).toBe('start');
    expect(await stepOf({ state: 'up', generation: 1 })).toBe('start');
    expect(await stepOf({ state: 'up', generation: 2 })).toBe('settled');
  });

  test('leaves alone what cannot be seen', async () => {
    // mutant: taking unknown for absent, caught here
    expect(await stepOf({ state: 'unknown', reason: 'no answer' })).toBe('settled');
    expect(await stepOf({ state: 'unknown', reason: 'no answer' }, 'stopped')).toBe('settled');
  });

  test('is to destroy whatever should be gone, without looking', async () => {
    const unreachable = async () => {
      throw new Error('asked the runtime');
    };
    for (const status of sandboxStatuses.filter((each) => each !== 'gone')) {
      expect(await decideStep({ desired: 'gone', status, generation: 1 }, unreachable)).toBe('destroy');
    }
  });
});

test('pauses double from one second to five minutes', () => {
  expect([1, 2, 3, 4, 9, 10, 60].map(pauseSeconds)).toEqual([1, 2, 4, 8, 256, 300, 300]);
});
