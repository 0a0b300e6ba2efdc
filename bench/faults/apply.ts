// kill -9 at random points of a cohort's apply, again and again: in the end each seat has one sandbox, the same as before.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runApplier } from '../apply/applier.ts';
import { type Mutant, mutants } from '../apply/mutants.ts';
import { mulberry32 } from '../apply/random.ts';
import { startApplier } from '../apply/start-applier.ts';
import { copyState, type Job, prepareState, type StateCounts, seats } from '../apply/state.ts';
import type { Findings } from '../measurement.ts';

const seed = 20261123;

/** Short: 10 rounds with one kill each. Full: 100 rounds with two. */
export async function run({ full }: { full: boolean }): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'practicum-fault-'));
  try {
    const template = join(folder, 'template');
    const job = await prepareState(template);
    const random = mulberry32(seed);
    const spanMs = await measureSpan(template, join(folder, 'span'), job);
    const figures = { kills: 0, lost: 0, doubles: 0, orphans: 0, changed: 0 };
    for (let round = 1; round <= (full ? 100 : 10); round++) {
      const pauses = Array.from({ length: full ? 2 : 1 }, () => random() * spanMs);
      const found = await runRound(template, join(folder, `round-${round}`), job, pauses);
      for (const key of Object.keys(figures) as (keyof typeof figures)[]) figures[key] += found[key];
    }
    let caught = 0;
    for (const mutant of mutants) caught += (await isCaught(template, join(folder, mutant), job, mutant)) ? 1 : 0;
    return { figures: { ...figures, mutants: mutants.length, mutantsCaught: caught }, seed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from the begin of an apply that nobody kills to all sandboxes ready. */
async function measureSpan(template: string, folder: string, job: Job): Promise<number> {
  await copyState(template, folder);
  const child = startApplier(folder, job);
  await child.said('begun');
  const begun = performance.now();
  await child.said('ready');
  const span = performance.now() - begun;
  await child.exited;
  return span;
}

type RoundCounts = { kills: number; lost: number; doubles: number; orphans: number; changed: number };

/** Kills after each pause, then lets it end. */
async function runRound(template: string, folder: string, job: Job, pausesMs: readonly number[]): Promise<RoundCounts> {
  await copyState(template, folder);
  const counts: RoundCounts = { kills: 0, lost: 0, doubles: 0, orphans: 0, changed: 0 };
  const found: StateCounts[] = [];
  for (const pauseMs of pausesMs) {
    const child = startApplier(folder, job);
    await child.said('begun');
    await Promise.race([sleep(pauseMs), child.exited]);
    if (child.kill()) counts.kills++;
    await child.exited;
    found.push(...child.counts().slice(0, 1));
  }
  const last = startApplier(folder, job);
  await last.said('ready');
  await last.exited;
  found.push(...last.counts());
  await rm(folder, { recursive: true });
  let seatIds = '';
  for (const each of found) {
    // Also right after a kill, before anything is mended, whatever runs has a row that wants it.
    counts.doubles += each.doubles;
    counts.orphans += each.orphans;
    if (seatIds !== '' && each.seatIds.join() !== seatIds) counts.changed++;
    seatIds = each.seatIds.join();
  }
  counts.lost += found.at(-1)?.lost ?? seats;
  return counts;
}

/** Killed right after the mutant's fault, then brought up again: does the count see it? */
async function isCaught(template: string, folder: string, job: Job, mutant: Mutant): Promise<boolean> {
  await copyState(template, folder);
  const child = startApplier(folder, job, mutant);
  await child.said('effect');
  child.kill();
  await child.exited;
  const again = startApplier(folder, job, mutant);
  await again.said('ready');
  await again.exited;
  const [killed, end] = again.counts();
  return (
    (killed?.orphans ?? 0) + (killed?.doubles ?? 0) + (end?.lost ?? 0) + (end?.doubles ?? 0) + (end?.orphans ?? 0) > 0
  );
}

if (import.meta.main) {
  const [folder = '', job = '', mutant] = process.argv.slice(2);
  await runApplier(
    folder,
    JSON.parse(job),
    mutants.find((each) => each === mutant),
  );
}
