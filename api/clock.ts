// Drives timers; what time it is for the record is decided by the database's clock_now() alone.
import { setTimeout as sleep } from 'node:timers/promises';

export interface Clock {
  /** Resolves after `milliseconds`, or early (without an error) when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Milliseconds on a monotonic line: for durations, never for dates. */
  elapsedMs(): number;
}

/** The calendar day in UTC, YYYY-MM-DD: for what people date by days. */
export const today = (): string => new Date().toISOString().slice(0, 10);

export const systemClock: Clock = {
  async sleep(milliseconds, signal) {
    try {
      await sleep(milliseconds, undefined, signal ? { signal } : {});
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
  elapsedMs: () => performance.now(),
};
