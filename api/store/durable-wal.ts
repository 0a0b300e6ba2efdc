// Makes PGlite's write-ahead log durable: PGlite itself never calls fsync.
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

// File times advance in ticks: two writes within one tick look alike, so a segment is passed over only once it has rested.
const settledMs = 1000;

/** Syncs the segments of one PGlite data folder that changed since the last call. */
export class DurableWal {
  readonly #folder: string;
  readonly #synced = new Map<string, number>();
  #running: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'pg_wal');
  }

  /** Resolves when everything that was written before the call is on disk; calls that overlap ride on one sync. */
  sync(): Promise<void> {
    // One sync may be running when new bytes arrive: those need the next one, which all later callers can join.
    this.#queued ??= this.#running.then(() => {
      this.#queued = undefined;
      this.#running = this.#syncChanged();
      return this.#running;
    });
    return this.#queued;
  }

  async #syncChanged(): Promise<void> {
    const segments = await this.#segments();
    const newestMs = Math.max(...segments.map((segment) => segment.modifiedMs));
    let segmentAdded = false;
    for (const { name, path, modifiedMs } of segments) {
      const known = this.#synced.get(name);
      if (known === modifiedMs && modifiedMs < newestMs - settledMs) continue;
      segmentAdded ||= known === undefined;
      await syncPath(path, 'r+');
      this.#synced.set(name, modifiedMs);
    }
    if (segmentAdded) await syncPath(this.#folder, 'r');
  }

  async #segments(): Promise<{ name: string; path: string; modifiedMs: number }[]> {
    const names = (await readdir(this.#folder)).filter((name) => /^[0-9A-F]{24}$/.test(name));
    return Promise.all(
      names.map(async (name) => {
        const path = join(this.#folder, name);
        return { name, path, modifiedMs: (await stat(path)).mtimeMs };
      }),
    );
  }
}

async function syncPath(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
