// The loop brings sandboxes to what is wanted, through failures, crashes and a second process.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { systemClock } from '../../../api/clock.ts';
import { changeExtract, wantSandboxes } from '../../../api/sandboxes/order-sandboxes.ts';
import { reconcileNext, reconcileSandboxes } from '../../../api/sandboxes/reconcile.ts';
import { agreeOnWorkspaceRoot } from '../../../api/sandboxes/runtimes/workspace/workspace-root.ts';
import { WorkspaceRuntime } from '../../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import type { SandboxDeps } from '../../../api/sandboxes/sandbox-deps.ts';
import type { SandboxSpec } from '../../../api/sandboxes/sandbox-runtime.ts';
import { sandboxStatuses } from '../../../api/sandboxes/sandbox-status.ts';
import type { SandboxId } from '../../../api/store/ids.ts';
import { openPostgresStore } from '../../../api/store/postgres-store.ts';
import { describeOnStores, openFreshPostgres } from '../../stores.ts';
import { openSmallFleet, passTime, type SmallFleet } from './small-fleet.ts';

describeOnStores('the reconciler', (store) => {
  let fleet: SmallFleet;
  beforeEach(async () => {
    fleet = await openSmallFleet(store());
  });
  afterEach(() => fleet[Symbol.asyncDispose]());

  const reconcile = (holder = 'a') => reconcileSandboxes(fleet.deps, { holder });
  const one = async () => {
    const [sandboxId] = await fleet.plan(1);
    if (!sandboxId) throw new Error('nothing was planned');
    return sandboxId;
  };
  const want = async (sandboxId: SandboxId, desired: 'up' | 'stopped' | 'gone') => {
    const { programmeId } = await fleet.get(sandboxId);
    await store().transact((tx) => wantSandboxes(tx, { programmeId, sandboxIds: [sandboxId], desired }));
  };

  test('starts what is planned, stops and starts it again, and destroys it', async () => {
    const sandboxId = await one();
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'planned', desired: 'up' });
    await reconcile();
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'ready', failure: null });
    await want(sandboxId, 'stopped');
    await reconcile();
    expect((await fleet.get(sandboxId)).status).toBe('stopped');
    expect(await fleet.runtime.inspect(sandboxId)).toMatchObject({ state: 'stopped' });
    await want(sandboxId, 'up');
    await reconcile();
    expect((await fleet.get(sandboxId)).status).toBe('ready');
    await want(sandboxId, 'gone');
    await reconcile();
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'gone', desired: 'gone' });
    expect(await fleet.runtime.list()).toEqual([]);
    // What should be gone stays so.
    await want(sandboxId, 'up');
    await reconcile();
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'gone', desired: 'gone' });
    expect((await fleet.operations(sandboxId)).map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'start done',
      'stop done',
      'start done',
      'destroy done',
    ]);
  });

  test('does nothing when nothing is due', async () => {
    const sandboxId = await one();
    await reconcile();
    expect(await reconcile()).toBe(0);
    await passTime(store(), 31);
    expect(await reconcile()).toBe(1);
    expect(await fleet.operations(sandboxId)).toHaveLength(1);
  });

  test('writes the intent before the effect', async () => {
    const sandboxId = await one();
    const seen: unknown[] = [];
    fleet.deps.extractFolderOf = async () => {
      // Called on the way to the effect. mutant: beginOperation after runtime.start, caught here
      seen.push((await fleet.get(sandboxId)).status, await fleet.operations(sandboxId), await fleet.runtime.list());
      return fleet.extract.folder;
    };
    await reconcile();
    expect(seen).toEqual(['starting', [expect.objectContaining({ kind: 'start', outcome: null })], []]);
  });

  test('keeps the failure with its words, tries again ever more rarely, and forgets it on success', async () => {
    const sandboxId = await one();
    const broken = fleet.deps.extractFolderOf;
    fleet.deps.extractFolderOf = () => Promise.reject(new Error('the disk is full'));
    await reconcile();
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'starting', failure: 'the disk is full' });
    expect(await reconcile()).toBe(0);
    for (const pause of [1, 2, 4, 8]) {
      await passTime(store(), pause - 0.5);
      expect(await reconcile(), `before ${pause} s`).toBe(0);
      await passTime(store(), 1);
      expect(await reconcile(), `after ${pause} s`).toBe(1);
    }
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'failed', failure: 'the disk is full' });
    fleet.deps.extractFolderOf = broken;
    await passTime(store(), 17);
    await reconcile();
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'ready', failure: null });
    expect((await fleet.operations(sandboxId)).map((operation) => operation.outcome)).toEqual([
      ...Array(5).fill('failed'),
      'done',
    ]);
  });

  test('is not ready while its tool does not answer', async () => {
    const sandboxId = await one();
    let health: string | undefined;
    fleet.deps.clock = {
      elapsedMs: () => performance.now() + (health ? 3_600_000 : 0),
      async sleep(milliseconds, signal) {
        if (signal) return systemClock.sleep(milliseconds, signal);
        // The runtime says up, but the extract's file is not there yet.
        health ??= (await fleet.get(sandboxId)).status;
      },
    };
    await rename(join(fleet.extract.folder, 'loans.parquet'), join(fleet.extract.folder, 'away'));
    await reconcile();
    expect(health).toBe('starting');
    expect(await fleet.runtime.inspect(sandboxId)).toMatchObject({ state: 'up' });
    expect(await fleet.get(sandboxId)).toMatchObject({
      status: 'starting',
      failure: expect.stringContaining('sql answered 422'),
    });
  });

  test('starts a ready sandbox again that the runtime lost, and leaves it alone when the runtime cannot be seen', async () => {
    const sandboxId = await one();
    await reconcile();
    const mark = join(fleet.folder, 'sandboxes', 'root.json');
    const token = await readFile(mark, 'utf8');
    await writeFile(mark, '{"token":"another"}');
    await passTime(store(), 31);
    await reconcile();
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'ready', failure: null });
    expect(await fleet.operations(sandboxId)).toHaveLength(1);
    await writeFile(mark, token);
    await fleet.runtime.destroy(sandboxId);
    await passTime(store(), 31);
    await reconcile();
    expect((await fleet.get(sandboxId)).status).toBe('ready');
    expect(await fleet.runtime.inspect(sandboxId)).toMatchObject({ state: 'up' });
  });

  test('counts no attempt while the runtime is away', async () => {
    const sandboxId = await one();
    const mark = join(fleet.folder, 'sandboxes', 'root.json');
    const token = await readFile(mark, 'utf8');
    await writeFile(mark, '{"token":"another"}');
    for (let round = 0; round < 8; round++) {
      await reconcile();
      await passTime(store(), 31);
    }
    expect(await fleet.get(sandboxId)).toMatchObject({
      status: 'starting',
      failure: expect.stringContaining('another machine'),
    });
    await writeFile(mark, token);
    await reconcile();
    expect((await fleet.get(sandboxId)).status).toBe('ready');
  });

  test.for(sandboxStatuses.filter((status) => status !== 'gone'))('destroys a sandbox that is %s', async (status) => {
    const sandboxId = await one();
    if (status !== 'planned') await reconcile();
    await sql`
      update sandbox set status = ${status}, due_at = clock_now(),
        desired = case ${status} when 'destroying' then 'gone' else desired end`.execute(store().db);
    await want(sandboxId, 'gone');
    await reconcile();
    expect((await fleet.get(sandboxId)).status).toBe('gone');
    expect(await fleet.runtime.list()).toEqual([]);
  });

  test('follows an order that comes while it is at work', async () => {
    const sandboxId = await one();
    let ordered = false;
    fleet.deps.extractFolderOf = async () => {
      if (!ordered) await want(sandboxId, 'gone');
      ordered = true;
      return fleet.extract.folder;
    };
    await reconcile();
    expect((await fleet.get(sandboxId)).status).toBe('gone');
    expect((await fleet.operations(sandboxId)).map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'start outdated',
      'destroy done',
    ]);
    expect(await fleet.runtime.list()).toEqual([]);
  });

  test('applies another extract that is ordered while it starts with the first one', async () => {
    const sandboxId = await one();
    const { programmeId } = await fleet.get(sandboxId);
    const digests: string[] = [];
    fleet.deps.extractFolderOf = async (digest) => {
      digests.push(digest);
      const order = { programmeId, sandboxIds: [sandboxId], extractDigest: 'sha256:second' };
      if (digests.length === 1) await store().transact((tx) => changeExtract(tx, fleet.deps.outbox, order));
      return fleet.extract.folder;
    };
    await reconcile();
    // mutant: writing ready whatever the revision, caught here
    expect(digests).toEqual([fleet.extract.digest, 'sha256:second']);
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'ready', extractDigest: 'sha256:second' });
  });

  test('takes over from a holder that died, and does not believe it when it comes back', async () => {
    const sandboxId = await one();
    let resume = () => {};
    const stalled = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const reached = Promise.withResolvers<void>();
    const slow = {
      ...fleet.deps,
      // Its clock stands still, so it does not renew, as a process that hangs.
      clock: { ...fleet.deps.clock, sleep: () => stalled },
      extractFolderOf: async () => {
        reached.resolve();
        await stalled;
        throw new Error('came back from the dead');
      },
    };
    const dead = reconcileNext(slow, 'dead');
    await reached.promise;
    expect(await reconcile('b')).toBe(0);
    await passTime(store(), 16);
    expect(await reconcile('b')).toBe(1);
    expect((await fleet.get(sandboxId)).status).toBe('ready');
    resume();
    await dead;
    expect(await fleet.get(sandboxId)).toMatchObject({ status: 'ready', failure: null });
    expect((await fleet.operations(sandboxId)).map(({ holder, outcome }) => `${holder} ${outcome}`)).toEqual([
      'dead abandoned',
      'b done',
    ]);
  });
});

describe('two reconcilers over one PostgreSQL', () => {
  const postgres = inject('postgres');

  /** Notes when starts of one sandbox overlap, and how many there were. */
  class CountingRuntime extends WorkspaceRuntime {
    readonly begun = new Map<SandboxId, number>();
    readonly #running = new Set<SandboxId>();
    overlaps = 0;

    override async start(spec: SandboxSpec): Promise<void> {
      if (this.#running.has(spec.sandboxId)) this.overlaps++;
      this.#running.add(spec.sandboxId);
      this.begun.set(spec.sandboxId, (this.begun.get(spec.sandboxId) ?? 0) + 1);
      await super.start(spec);
      this.#running.delete(spec.sandboxId);
    }
  }

  test('start each of twenty-four sandboxes once', async (context) => {
    if ('absent' in postgres) return context.skip(postgres.absent);
    await using store = await openFreshPostgres(postgres.url);
    await using second = await openPostgresStore(store.url);
    await using fleet = await openSmallFleet(store);
    await using runtime = new CountingRuntime(await agreeOnWorkspaceRoot(store, join(fleet.folder, 'sandboxes')));
    const deps: SandboxDeps = { ...fleet.deps, runtimes: new Map([[runtime.name, runtime]]) };
    const ids = await fleet.plan(24);
    const steps = await Promise.all([
      reconcileSandboxes(deps, { holder: 'a' }),
      reconcileSandboxes({ ...deps, store: second }, { holder: 'b' }),
    ]);
    // mutant: taking without `for update skip locked` and the lease, caught here
    expect(runtime.overlaps).toBe(0);
    expect(ids.map((id) => runtime.begun.get(id))).toEqual(Array(24).fill(1));
    expect(Math.min(...steps), 'both worked').toBeGreaterThan(0);
    for (const id of ids) expect((await fleet.get(id)).status).toBe('ready');
    expect(await runtime.list()).toHaveLength(24);
  });
});
