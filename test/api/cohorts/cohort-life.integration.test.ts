// The life of a cohort: planned, applied again and again, changed, held, closed.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyCohort } from '../../../api/cohorts/apply-cohort.ts';
import { closeCohort } from '../../../api/cohorts/close-cohort.ts';
import { readBoard } from '../../../api/cohorts/cohort-board.ts';
import { placeHold, releaseHold } from '../../../api/cohorts/hold.ts';
import { planCohort } from '../../../api/cohorts/plan-cohort.ts';
import { isReviewerOf } from '../../../api/cohorts/reviewer.ts';
import { writeManifest } from '../../../api/cohorts/roster-manifest.ts';
import { findSeat, getSeat, listSeats } from '../../../api/cohorts/seat.ts';
import { newId } from '../../../api/store/ids.ts';
import { describeOnStores } from '../../stores.ts';
import { learnerEmail, manifestOf, openSmallProgramme, type SmallProgramme } from './small-programme.ts';

describeOnStores('a cohort', (store) => {
  let programme: SmallProgramme;
  beforeEach(async () => {
    // The root of workspaces is agreed once a store; each programme here has a folder of its own.
    await sql`delete from setting where key = 'workspace-root'`.execute(store().db);
    await sql`delete from sandbox_user`.execute(store().db);
    await sql`update sandbox set desired = 'gone', status = 'gone'`.execute(store().db);
    programme = await openSmallProgramme(store());
  });
  afterEach(() => programme[Symbol.asyncDispose]());

  const plan = (manifest: string) => planCohort(programme.deps, programme.programmeId, manifest);
  const actor = () => ({ programmeId: programme.programmeId });
  const owner = () => ({ personId: programme.owner.personId, programmeId: programme.programmeId });
  const applied = async (manifest: string, confirm?: string) =>
    (await applyCohort(programme.deps, owner(), { manifest, confirm })).cohortId;
  const board = (cohortId: string) => readBoard(store().db, programme.programmeId, cohortId);
  const onDisk = async () => (await programme.runtime.list()).map((sighting) => sighting.sandboxId).sort();
  // Straight from the table: the reader of the outbox waits for transactions of other tests on the same cluster.
  const eventTypes = async () => {
    const { rows } = await sql<{ type: string }>`
      select type from outbox_event where programme_id = ${programme.programmeId} order by seq`.execute(store().db);
    return rows.map((row) => row.type);
  };

  test('plans what it would create, when tasks are due, and changes nothing', async () => {
    const planned = await plan(manifestOf(programme, { tasks: { B1: { dueDay: 125 } } }));
    expect(planned.blockers).toEqual([]);
    expect(planned.seats.create).toHaveLength(12);
    expect(planned.cohort).toEqual({ key: 'pd-12-autumn', name: 'PD-12, autumn', cohortId: null, status: 'new' });
    // 2026-11-23 and 125 days: summer time has begun in Prague by then. mutant: adding 24-hour days in UTC, caught here
    const due = planned.tasks.find((task) => task.task === 'B1');
    expect(due?.dueAt.toISOString()).toBe('2027-03-28T21:59:00.000Z');
    expect(planned.tasks.find((task) => task.track === 'translators')?.dueAt.toISOString()).toMatch(/T22:59:00.000Z$/);
    expect(planned.capacity).toMatchObject({
      sandboxes: 12,
      neededDiskMiB: expect.any(Number),
      freeDiskMiB: expect.any(Number),
    });
    expect((await plan(manifestOf(programme))).cohort.cohortId).toBeNull();
    expect(await eventTypes()).not.toContain('cohort.applied');
  });

  test('names what the extract lacks for the tasks, without standing in the way', async () => {
    const planned = await plan(manifestOf(programme));
    expect(planned.warnings.map((warning) => warning.code)).toContain('missingTable');
  });

  test('makes twelve sandboxes ready, each with its brief, and applying again changes nothing', async () => {
    const cohortId = await applied(manifestOf(programme));
    expect((await board(cohortId)).counts).toEqual({ planned: 12 });
    await programme.settle();
    const after = await board(cohortId);
    expect(after.counts).toEqual({ ready: 12 });
    expect(await onDisk()).toEqual(after.seats.map((seat) => seat.sandbox.sandboxId).sort());
    for (const { sandbox } of after.seats) {
      const brief = await programme.runtime.read(sandbox.sandboxId, 'brief.md');
      expect(brief.kind === 'file' && brief.bytes.byteLength).toBeGreaterThan(100);
    }
    const events = (await eventTypes()).length;
    const again = await plan(`# the same, otherwise written\n${manifestOf(programme)}`);
    expect(again).toMatchObject({ unchanged: true, confirm: null });
    expect(await applied(manifestOf(programme))).toBe(cohortId);
    await programme.settle();
    expect(await onDisk()).toHaveLength(12);
    expect((await eventTypes()).length).toBe(events);
  });

  test('creates exactly three for three more learners', async () => {
    const cohortId = await applied(manifestOf(programme, { seats: 4 }));
    await programme.settle();
    const before = await onDisk();
    expect((await plan(manifestOf(programme, { seats: 7 }))).seats.create).toHaveLength(3);
    expect(await applied(manifestOf(programme, { seats: 7 }))).toBe(cohortId);
    await programme.settle();
    const after = await onDisk();
    expect(after).toHaveLength(7);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  test('retires exactly one, after it was confirmed by name', async () => {
    const cohortId = await applied(manifestOf(programme, { seats: 3 }));
    await programme.settle();
    const fewer = manifestOf(programme, { seats: 2 });
    const planned = await plan(fewer);
    expect(planned.seats.retire.map((seat) => seat.email)).toEqual([learnerEmail(3)]);
    expect(planned.confirm).toBe('pd-12-autumn');
    await expect(applied(fewer)).rejects.toMatchObject({ code: 'not-confirmed' });
    await expect(applied(fewer, 'another')).rejects.toMatchObject({ code: 'not-confirmed' });
    expect(await onDisk()).toHaveLength(3);
    await applied(fewer, 'pd-12-autumn');
    await programme.settle();
    expect(await onDisk()).toEqual((await board(cohortId)).seats.map((seat) => seat.sandbox.sandboxId).sort());
    // Who comes back gets a new seat.
    await applied(manifestOf(programme, { seats: 3 }));
    await programme.settle();
    expect(await onDisk()).toHaveLength(3);
  });

  test('gives a track another extract and keeps its work', async () => {
    const cohortId = await applied(manifestOf(programme, { seats: 2 }));
    await programme.settle();
    const [builder] = (await board(cohortId)).seats;
    if (!builder) throw new Error('no seat');
    await programme.runtime.write(builder.sandbox.sandboxId, 'draft.md', Buffer.from('mine'));
    const { [0]: first, [1]: second } = programme.digests;
    const changed = manifestOf(programme, { seats: 2 }).replace(
      `extract: ${first}`,
      `extracts: { builders: ${second}, translators: ${first} }`,
    );
    const planned = await plan(changed);
    expect(planned.seats.change.map((seat) => seat.track)).toEqual(['builders']);
    expect(planned.seats.keep.map((seat) => seat.track)).toEqual(['translators']);
    await applied(changed);
    expect((await board(cohortId)).counts).toEqual({ starting: 1, ready: 1 });
    await programme.settle();
    expect((await board(cohortId)).counts).toEqual({ ready: 2 });
    const entry = await programme.runtime.read(builder.sandbox.sandboxId, 'draft.md');
    expect(entry.kind === 'file' && Buffer.from(entry.bytes).toString()).toBe('mine');
    const seat = (await listSeats(store().db, { ...actor(), cohortId })).find((each) => each.track === 'builders');
    expect(seat?.extractDigest).toBe(second);
  });

  test('moves due dates and reviewers without touching a sandbox', async () => {
    const cohortId = await applied(manifestOf(programme, { seats: 1 }));
    await programme.settle();
    const moved = manifestOf(programme, {
      seats: 1,
      tasks: { B1: { dueDay: 30 } },
      reviewers: [{ email: 'rev2@bank.example', tracks: ['builders'] }],
    });
    expect(await plan(moved)).toMatchObject({ unchanged: false, seats: { create: [], change: [], retire: [] } });
    await applied(moved);
    const after = await board(cohortId);
    expect(after.counts).toEqual({ ready: 1 });
    expect(after.seats[0]?.tasks[0]?.dueAt).toBe('2026-12-23T22:59:00.000Z');
    expect(after.reviewers.map((reviewer) => reviewer.email)).toEqual(['rev2@bank.example']);
    const asked = { ...actor(), cohortId, track: 'builders' as const };
    expect(
      await isReviewerOf(store().db, { ...asked, personId: (await programme.person('rev2@bank.example')).personId }),
    ).toBe(true);
    expect(
      await isReviewerOf(store().db, { ...asked, personId: (await programme.person('rev1@bank.example')).personId }),
    ).toBe(false);
  });

  test('names each blocker with its line, and applies nothing of a blocked plan', async () => {
    const closed = await programme.publish({ gate: 'failed' });
    const foreign = await programme.publish({ useCase: 'other' });
    const unknown = `sha256:${'0'.repeat(64)}`;
    const roster = [
      { email: 'nobody@bank.example', track: 'builders' as const },
      { email: 'owner@bank.example', track: 'translators' as const },
      { email: 'rev2@bank.example', track: 'governors' as const },
      { email: learnerEmail(1), track: 'leaders' as const },
    ];
    const text = manifestOf(programme, {
      ends: '2026-11-01',
      roster,
      reviewers: [
        { email: 'rev1@bank.example', tracks: ['builders', 'translators'] },
        { email: 'rev2@bank.example', tracks: ['governors'] },
        { email: learnerEmail(2), tracks: ['builders'] },
      ],
      tasks: { Z9: { dueDay: 3 } },
    }).replace(
      /^extract: .*$/m,
      `extracts: { builders: ${closed}, translators: ${foreign}, governors: ${unknown}, leaders: ${programme.digests[0]} }`,
    );
    const { blockers } = await plan(text);
    expect(blockers.map((blocker) => blocker.code).sort()).toEqual([
      'datesReversed',
      'extractGateClosed',
      'extractNotRegistered',
      'extractOfAnotherUseCase',
      'missingRole',
      'missingRole',
      'noReviewer',
      'onlyOwnReviewer',
      'unknownPerson',
      'unknownTask',
    ]);
    const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;
    expect(blockers.find((blocker) => blocker.code === 'unknownPerson')?.line).toBe(lineOf('nobody@'));
    expect(blockers.find((blocker) => blocker.code === 'datesReversed')?.line).toBe(lineOf('ends:'));
    await expect(applied(text)).rejects.toMatchObject({ code: 'plan-blocked', findings: blockers });
    expect(await eventTypes()).not.toContain('seat.added');
  });

  test('blocks a runtime that this installation does not have', async () => {
    const { blockers } = await plan(manifestOf(programme, { runtime: 'docker' }));
    expect(blockers.map((blocker) => blocker.code)).toEqual(['runtimeAbsent']);
  });

  test('creates each seat once when the same manifest is applied many times at once', async () => {
    // mutant: planning before the lock instead of inside it, caught here on PostgreSQL
    const ids = await Promise.all(Array.from({ length: 5 }, () => applied(manifestOf(programme))));
    expect(new Set(ids).size).toBe(1);
    await programme.settle();
    expect(await onDisk()).toHaveLength(12);
    const [cohortId = ''] = ids;
    expect((await board(cohortId)).counts).toEqual({ ready: 12 });
  });

  test('tells later rooms of a seat, and nothing to another programme', async () => {
    const cohortId = await applied(manifestOf(programme, { seats: 1 }));
    const [seat] = await listSeats(store().db, { ...actor(), cohortId });
    if (!seat) throw new Error('no seat');
    expect(seat).toMatchObject({
      cohortKey: 'pd-12-autumn',
      cohortStatus: 'open',
      useCase: 'pd-12',
      track: 'builders',
      learnerId: (await programme.person(learnerEmail(1))).personId,
      extractDigest: programme.digests[0],
      tasks: [{ task: 'B1', dueAt: expect.any(Date) }],
    });
    const elsewhere = { programmeId: newId('programme'), seatId: seat.seatId };
    expect(await findSeat(store().db, elsewhere)).toBeUndefined();
    await expect(getSeat(store().db, elsewhere)).rejects.toMatchObject({ code: 'not-found' });
    await expect(readBoard(store().db, elsewhere.programmeId, cohortId)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is not closed while it is held or not confirmed, and then removes every sandbox', async () => {
    const cohortId = await applied(manifestOf(programme));
    await programme.settle();
    const hold = { cohortId, subject: 'rnd_1', reason: 'a round is open' };
    for (let twice = 0; twice < 2; twice++) await store().transact((tx) => placeHold(tx, hold));
    const close = (confirm: string) => closeCohort(programme.deps, owner(), { cohortId, confirm });
    await expect(close('yes')).rejects.toMatchObject({ code: 'not-confirmed' });
    await expect(close('pd-12-autumn')).rejects.toMatchObject({
      code: 'cohort-held',
      findings: [{ code: 'held', message: 'a round is open', path: 'rnd_1' }],
    });
    expect((await board(cohortId)).status).toBe('open');
    await store().transact((tx) => releaseHold(tx, hold));
    expect(await close('pd-12-autumn')).toMatchObject({ key: 'pd-12-autumn', status: 'closing' });
    await expect(store().transact((tx) => placeHold(tx, hold))).rejects.toMatchObject({ code: 'cohort-closed' });
    await programme.settle();
    expect(await onDisk()).toEqual([]);
    expect(await board(cohortId)).toMatchObject({
      status: 'closed',
      certificate: { seats: 12, sandboxesGone: 12, sandboxesLeft: 0 },
    });
    expect(await close('pd-12-autumn')).toMatchObject({ status: 'closed' });
    expect((await eventTypes()).filter((type) => type === 'cohort.closed')).toHaveLength(1);
    await expect(applied(manifestOf(programme))).rejects.toMatchObject({
      code: 'plan-blocked',
      findings: [expect.objectContaining({ code: 'cohortClosed' })],
    });
  });

  test('is written from a roster alone, and that manifest can be applied', async () => {
    const rosterCsv = `email,track\n${learnerEmail(1)},builders\n${learnerEmail(2)},Leaders\n`;
    const text = await writeManifest(programme.deps, owner(), { rosterCsv });
    const planned = await plan(text);
    expect(planned.blockers).toEqual([]);
    expect(planned.seats.create.map((seat) => seat.track)).toEqual(['builders', 'leaders']);
    expect(planned.cohort.key).toBe('pd-12-1');
    await applied(text);
    expect(await writeManifest(programme.deps, owner(), { rosterCsv })).toContain('cohort: pd-12-2');
    await expect(
      writeManifest(programme.deps, owner(), { rosterCsv: 'email,track\na@b.example,dreamers\n' }),
    ).rejects.toMatchObject({ code: 'invalid-document', findings: [expect.objectContaining({ line: 2 })] });
    await expect(writeManifest(programme.deps, owner(), { rosterCsv: 'name\nx\n' })).rejects.toMatchObject({
      findings: [{ code: 'missingColumn' }, { code: 'missingColumn' }],
    });
  });
});
