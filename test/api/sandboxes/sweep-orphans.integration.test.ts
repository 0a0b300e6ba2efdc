// The sweep destroys what no row wants, slowly, and nothing else.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reconcileSandboxes } from '../../../api/sandboxes/reconcile.ts';
import { sweepOrphans } from '../../../api/sandboxes/sweep-orphans.ts';
import { newId, type SandboxId } from '../../../api/store/ids.ts';
import { describeOnStores } from '../../stores.ts';
import { openSmallFleet, passTime, type SmallFleet } from './small-fleet.ts';

describeOnStores('the sweep for orphans', (store) => {
  let fleet: SmallFleet;
  beforeEach(async () => {
    fleet = await openSmallFleet(store());
  });
  afterEach(() => fleet[Symbol.asyncDispose]());

  const sweep = (cap = 10) =>
    sweepOrphans(fleet.deps, fleet.runtime, { holder: 'a', brakes: { graceSeconds: 60, cap, largestShare: 0.5 } });
  const present = async () => new Set((await fleet.runtime.list()).map((sighting) => sighting.sandboxId));

  async function leak(count: number): Promise<SandboxId[]> {
    const ids = Array.from({ length: count }, () => newId('sandbox'));
    for (const sandboxId of ids) {
      await fleet.runtime.start({
        sandboxId,
        generation: 1,
        purpose: 'seat',
        track: 'builders',
        extractDigest: fleet.extract.digest,
        extractFolder: fleet.extract.folder,
        startFiles: new Map([['brief.md', Buffer.from('x')]]),
      });
    }
    return ids;
  }

  test('destroys an orphan after two sightings and the grace, and nothing that a row wants', async () => {
    const wanted = await fleet.plan(3);
    await reconcileSandboxes(fleet.deps, { holder: 'a' });
    const [orphan] = await leak(1);
    if (!orphan) throw new Error('nothing leaked');
    // mutant: destroying at the first sighting, caught here
    expect(await sweep()).toEqual({ seen: 4, orphans: 1, destroyed: 0, heldBack: false });
    await passTime(store(), 30);
    expect(await sweep()).toMatchObject({ destroyed: 0 });
    await passTime(store(), 31);
    expect(await sweep()).toMatchObject({ destroyed: 1 });
    expect(await present()).toEqual(new Set(wanted));
    expect(await fleet.operations(orphan)).toEqual([
      expect.objectContaining({ kind: 'destroy', outcome: 'done', message: 'no row wanted it' }),
    ]);
    await passTime(store(), 100);
    expect(await sweep()).toEqual({ seen: 3, orphans: 0, destroyed: 0, heldBack: false });
  });

  test('counts one sighting after a long pause as one', async () => {
    const [orphan] = await leak(1);
    await sweep();
    await fleet.runtime.destroy(orphan ?? newId('sandbox'));
    await sweep();
    await passTime(store(), 3_600);
    await fleet.runtime.start({
      sandboxId: orphan ?? newId('sandbox'),
      generation: 1,
      purpose: 'seat',
      track: 'builders',
      extractDigest: fleet.extract.digest,
      extractFolder: fleet.extract.folder,
      startFiles: new Map([['brief.md', Buffer.from('x')]]),
    });
    expect(await sweep()).toMatchObject({ orphans: 1, destroyed: 0 });
  });

  test('destroys again what a row says is gone', async () => {
    const [sandboxId] = await fleet.plan(1);
    await reconcileSandboxes(fleet.deps, { holder: 'a' });
    await sql`update sandbox set status = 'gone', desired = 'gone'`.execute(store().db);
    await sweep();
    await passTime(store(), 61);
    await sweep();
    expect(await present()).not.toContain(sandboxId);
  });

  test('spares a sandbox whose row is only planned', async () => {
    const [sandboxId] = await fleet.plan(1);
    await reconcileSandboxes(fleet.deps, { holder: 'a' });
    await sql`update sandbox set status = 'planned'`.execute(store().db);
    await sweep();
    await passTime(store(), 61);
    await sweep();
    expect(await present()).toContain(sandboxId);
  });

  test('destroys no more than the cap in one sweep', async () => {
    await fleet.plan(8);
    await reconcileSandboxes(fleet.deps, { holder: 'a' });
    await leak(6);
    await sweep(4);
    await passTime(store(), 61);
    expect(await sweep(4)).toMatchObject({ orphans: 6, destroyed: 4 });
    expect(await sweep(4)).toMatchObject({ orphans: 2, destroyed: 2 });
  });

  test('destroys nothing when most of what it sees looks orphaned: the store is the suspect', async () => {
    const wanted = await fleet.plan(5);
    await reconcileSandboxes(fleet.deps, { holder: 'a' });
    // As after restoring an old backup of the store.
    await sql`truncate sandbox, sandbox_user`.execute(store().db);
    await sweep();
    await passTime(store(), 61);
    expect(await sweep()).toEqual({ seen: 5, orphans: 5, destroyed: 0, heldBack: true });
    expect(await present()).toEqual(new Set(wanted));
  });

  test('destroys nothing when the runtime or the store fails', async () => {
    const [orphan] = await leak(1);
    await sweep();
    await passTime(store(), 61);
    const broken = { ...store(), transact: () => Promise.reject(new Error('the store is away')) };
    await expect(sweepOrphans({ store: broken }, fleet.runtime, { holder: 'a' })).rejects.toThrow('the store is away');
    expect(await present()).toContain(orphan);
  });
});
