// Follows a cohort until it is as it should be: events say when to look, the board says what is so.
import type { Clock } from '../clock.ts';
import { CliError } from './cli-error.ts';
import { Board, type BoardSeat } from './cohort-shapes.ts';
import type { PersonApi } from './person-api.ts';
import type { Progress } from './progress.ts';

// The board is looked at without an event too: an event that is lost on the way must not end in waiting for ever.
const lookEveryMs = 5_000;
const coalesceMs = 150;

export type Following = {
  api: PersonApi;
  clock: Clock;
  progress: Progress;
  signal: AbortSignal;
  timeoutSeconds: number | undefined;
  /** Which seats are as they should be, for the bars. */
  settled: (seat: BoardSeat) => boolean;
  /** Whether all is as it should be. */
  until: (board: Board) => boolean;
};

/** Resolves with the first board that is as it should be. Throws `unreachable` after the time out; the server goes on. */
export async function followCohort(following: Following, cohortId: string): Promise<Board> {
  const { api, clock, signal, progress, timeoutSeconds, settled, until } = following;
  using stopped = new Stop();
  const news = new News();
  const listening = listen(api, cohortId, news, stopped.signal);
  try {
    for (const startedMs = clock.elapsedMs(); ; ) {
      const board = await api.get(`/api/cohorts/${cohortId}`, Board);
      showBoard(progress, board, settled);
      if (until(board)) return board;
      if (timeoutSeconds !== undefined && clock.elapsedMs() - startedMs > timeoutSeconds * 1000)
        throw late(board, settled);
      await Promise.race([news.next(), clock.sleep(lookEveryMs, signal), listening]);
      await clock.sleep(coalesceMs, signal);
      signal.throwIfAborted();
    }
  } finally {
    stopped[Symbol.dispose]();
    await listening.catch(() => {});
  }
}

class Stop implements Disposable {
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal;

  [Symbol.dispose](): void {
    this.#controller.abort();
  }
}

/** Wakes whoever waits for the next event. */
class News {
  #waiting = Promise.withResolvers<void>();

  tell(): void {
    this.#waiting.resolve();
    this.#waiting = Promise.withResolvers();
  }

  next(): Promise<void> {
    return this.#waiting.promise;
  }
}

/** Rejects when there is no stream; never resolves before it is stopped, so that it can stand in a race. */
async function listen(api: PersonApi, cohortId: string, news: News, stop: AbortSignal): Promise<void> {
  for await (const _event of api.events(`/api/cohorts/${cohortId}/events`, stop)) news.tell();
  if (!stop.aborted) await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
}

function showBoard(progress: Progress, { seats }: Board, settled: Following['settled']): void {
  for (const track of new Set(seats.map((seat) => seat.track))) {
    const ofTrack = seats.filter((seat) => seat.track === track);
    const failure = ofTrack.find((seat) => seat.sandbox.failure !== null)?.sandbox.failure;
    const note = failure ?? [...new Set(ofTrack.map((seat) => seat.sandbox.status))].join(', ');
    progress.show(track, ofTrack.filter(settled).length, ofTrack.length, note);
  }
}

function late({ key, seats }: Board, settled: Following['settled']): CliError {
  const waiting = seats.filter((seat) => !settled(seat)).length;
  return new CliError(
    'unreachable',
    `The time is over: ${waiting} of ${seats.length} sandboxes of ${key} still wait. The server goes on; see practicum cohort status.`,
  );
}
