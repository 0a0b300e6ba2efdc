// A loop goes on through failures, slower, never twice at once, and ends when it is told to.
import { expect, test } from 'vitest';
import type { Clock } from '../../../api/clock.ts';
import { startLoop } from '../../../api/store/loop.ts';

/** A clock whose sleeps end at once, and are written down. */
function hurriedClock(pauses: number[]): Clock & { nowMs: number } {
  return {
    nowMs: 0,
    async sleep(milliseconds) {
      pauses.push(milliseconds);
      this.nowMs += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
    },
    elapsedMs() {
      return this.nowMs;
    },
  };
}

test('pauses longer with each failure in a row, up to half a minute, and as before after a success', async () => {
  const pauses: number[] = [];
  const warned: unknown[] = [];
  let runs = 0;
  const loop = startLoop(
    { clock: hurriedClock(pauses), log: { warn: (fields) => warned.push(fields) } },
    {
      name: 'failing',
      everyMs: 1000,
      work: async () => {
        if (++runs <= 7) throw new Error(`run ${runs}`);
      },
    },
  );
  await expect.poll(() => pauses.length).toBeGreaterThan(8);
  await loop.stop();
  expect(pauses.slice(0, 9)).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 1000, 1000]);
  expect(warned).toHaveLength(7);
  expect(warned[0]).toMatchObject({ loop: 'failing', err: new Error('run 1') });
});

test('never runs twice at once, tells the work of the stop, and resolves the stop when the work has ended', async () => {
  let running = 0;
  let most = 0;
  let ended = false;
  const loop = startLoop(
    { clock: hurriedClock([]), log: { warn: () => {} } },
    {
      name: 'slow',
      everyMs: 0,
      work: async (stopping) => {
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => stopping.addEventListener('abort', () => setTimeout(resolve, 20)));
        ended = true;
        running--;
      },
    },
  );
  await loop.stop();
  expect([most, ended]).toEqual([1, true]);
});

test('is not alive while a run lasts longer than any should', async () => {
  const clock = hurriedClock([]);
  const release = Promise.withResolvers<void>();
  const loop = startLoop(
    { clock, log: { warn: () => {} } },
    { name: 'stuck', everyMs: 0, work: () => release.promise },
  );
  expect(loop.alive()).toBe(true);
  clock.nowMs += 11 * 60_000;
  // mutant: saying alive as long as the promise is there hides work that waits for ever
  expect(loop.alive()).toBe(false);
  release.resolve();
  await loop.stop();
});
