// Runs one piece of work again and again until it is stopped; several processes may run the same loop over one store.
import type { Clock } from '../clock.ts';

/** Done every `everyMs`, never twice at once in one process. The signal tells that the process is stopping. */
export type LoopWork = { name: string; everyMs: number; work: (stopping: AbortSignal) => Promise<unknown> };

/** A loop that has been started. */
export type Loop = {
  readonly name: string;
  /** False once a single run has lasted longer than any should: something it waits for does not answer. */
  alive(): boolean;
  /** Resolves when the run that is under way has ended. */
  stop(): Promise<void>;
};

type LoopParts = { clock: Clock; log: { warn(fields: object, message: string): void } };

const longestPauseMs = 30_000;
const stuckAfterMs = 10 * 60_000;

/** A failure is logged and followed by a pause that doubles with each in a row, up to half a minute. */
export function startLoop({ clock, log }: LoopParts, { name, everyMs, work }: LoopWork): Loop {
  const stopping = new AbortController();
  let runningSinceMs: number | undefined;
  const ended = (async () => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      runningSinceMs = clock.elapsedMs();
      try {
        await work(stopping.signal);
        failures = 0;
      } catch (error) {
        failures++;
        // What the stop cuts off is no failure.
        if (!stopping.signal.aborted) log.warn({ err: error, loop: name, failures }, 'a loop failed and goes on');
      }
      runningSinceMs = undefined;
      await clock.sleep(pauseMs(everyMs, failures), stopping.signal);
    }
  })();
  return {
    name,
    alive: () => runningSinceMs === undefined || clock.elapsedMs() - runningSinceMs < stuckAfterMs,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

function pauseMs(everyMs: number, failures: number): number {
  return Math.max(everyMs, Math.min(longestPauseMs, everyMs * 2 ** failures));
}
