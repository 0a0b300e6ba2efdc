// Two processes apply the same cohort over one PostgreSQL, and one of them is killed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { startApplier } from '../../bench/apply/start-applier.ts';
import { prepareState } from '../../bench/apply/state.ts';
import { openFreshPostgres } from '../stores.ts';

test('a process that is killed while it applies a cohort is replaced by the other one', async (context) => {
  const postgres = inject('postgres');
  if ('absent' in postgres) return context.skip(postgres.absent);
  await using store = await openFreshPostgres(postgres.url);
  const folder = await mkdtemp(join(tmpdir(), 'practicum-two-'));
  try {
    const job = await prepareState(folder, store.url);
    const [doomed, survivor] = [startApplier(folder, job), startApplier(folder, job)];
    await doomed.said('begun');
    await sleep(120);
    doomed.kill();
    await survivor.said('ready');
    await survivor.exited;
    const end = survivor.counts().at(-1);
    expect(end).toMatchObject({ lost: 0, doubles: 0, orphans: 0 });
    expect(end?.seatIds).toHaveLength(12);
    const third = startApplier(folder, job);
    await third.said('ready');
    await third.exited;
    expect(third.counts().at(-1)).toEqual(end);
  } finally {
    await rm(folder, { recursive: true });
  }
});
