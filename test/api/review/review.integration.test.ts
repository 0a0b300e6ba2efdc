// The queue: who may claim what, what a lease protects, what publishing asks for, what the clock says.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../../api/problems.ts';
import { claimRound } from '../../../api/review/claim-round.ts';
import { getRound } from '../../../api/review/find-round.ts';
import { releaseLease, renewLease } from '../../../api/review/lease.ts';
import type { Publication } from '../../../api/review/publication.ts';
import { publishDecision } from '../../../api/review/publish-decision.ts';
import { readQueue } from '../../../api/review/read-queue.ts';
import type { RoundId } from '../../../api/review/round.ts';
import { sweepLeases } from '../../../api/review/sweep-leases.ts';
import { PageQuery } from '../../../api/store/page-token.ts';
import { describeOnStores } from '../../stores.ts';
import { openSeededProgramme, publicationOf, type SeededProgramme, shiftClock } from './seeded-programme.ts';

const page = PageQuery.parse({});

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Problem) return error;
  throw new Error('expected a Problem', { cause: error });
}

describeOnStores('the review queue', (store) => {
  let programme: SeededProgramme;
  const rounds = new Map<string, RoundId>();
  const round = (name: string) => rounds.get(name) as RoundId;
  const claim = (reviewer: string, roundId?: RoundId) =>
    claimRound(programme.deps, programme.actor(reviewer), { roundId });
  const publish = (
    reviewer: string,
    held: { round: { roundId: RoundId }; leaseToken: string },
    publication: Publication,
  ) =>
    publishDecision(programme.deps, {
      actor: programme.actor(reviewer),
      roundId: held.round.roundId,
      leaseToken: held.leaseToken,
      publication,
    });
  const handIn = async (name: string, extra?: string) => {
    await programme.writeBrief(name, extra);
    const receipt = await programme.handIn(name);
    rounds.set(name, receipt.roundId as RoundId);
    return receipt;
  };
  const counts = async () => (await readQueue(store().db, programme.actor('olga'), {}, page)).counts;

  beforeAll(async () => {
    programme = await openSeededProgramme(store());
    for (const name of ['ada', 'ben', 'cyd', 'dov']) await handIn(name);
  });
  afterEach(() => shiftClock(store(), undefined));
  afterAll(() => programme[Symbol.asyncDispose]());

  test('shows a reviewer what they may claim, in the order of due dates, and not whose it is', async () => {
    const queue = await readQueue(store().db, programme.actor('rev0'), {}, page);
    expect(queue.items.map((item) => item.roundId)).toEqual(['ada', 'ben', 'cyd', 'dov'].map(round));
    expect(queue.counts).toEqual({ waiting: 4, leased: 0, overdue: 0 });
    for (const name of ['ada', 'ben', 'cyd', 'dov']) {
      expect(JSON.stringify(queue)).not.toContain(programme.actor(name).personId);
      expect(JSON.stringify(queue)).not.toContain(programme.seat(name).seatId);
    }
    const own = await readQueue(store().db, programme.actor('ada'), {}, page);
    expect(own.items.map((item) => item.roundId)).toEqual([round('ada')]);
  });

  test.each([
    { reviewer: 'cyd', learner: 'cyd', why: 'their own work' },
    { reviewer: 'mia', learner: 'ben', why: 'the work of someone they lead' },
    { reviewer: 'rex', learner: 'dov', why: 'the work of someone who leads them' },
    { reviewer: 'olga', learner: 'ada', why: 'a track that they are not named for' },
  ])('lets $reviewer not review $why', async ({ reviewer, learner }) => {
    // mutant: the condition on authors or managers left out of eligible(), caught here
    expect(await problemOf(claim(reviewer, round(learner)))).toMatchObject({ code: 'not-eligible' });
    const queue = await readQueue(store().db, programme.actor(reviewer), {}, page);
    if (reviewer !== 'olga') expect(queue.items.map((item) => item.roundId)).not.toContain(round(learner));
  });

  test('gives the round that is due first, to one reviewer at a time', async () => {
    const first = await claim('rev0');
    expect(first.round.roundId).toBe(round('ada'));
    expect((await claim('rev1')).round.roundId).toBe(round('ben'));
    expect(await problemOf(claim('rev2', round('ada')))).toMatchObject({ code: 'lease-lost' });
    expect((await counts()).leased).toBe(2);
  });

  test('gives whoever lost the token of their lease another one, and the old one opens nothing', async () => {
    const before = await problemOf(claim('rev1', round('ada')));
    expect(before.code).toBe('lease-lost');
    const again = await claim('rev0', round('ada'));
    const once = await claim('rev0', round('ada'));
    expect(once.leaseId).toBe(again.leaseId);
    const { actor } = programme;
    const stale = { actor: actor('rev0'), leaseId: again.leaseId, leaseToken: again.leaseToken };
    expect(await problemOf(renewLease(programme.deps, stale))).toMatchObject({ code: 'lease-lost' });
    const live = { ...stale, leaseToken: once.leaseToken };
    expect(Number(await renewLease(programme.deps, live))).toBeGreaterThanOrEqual(Number(once.expiresAt));
    expect(await problemOf(renewLease(programme.deps, { ...live, actor: actor('rev1') }))).toMatchObject({
      code: 'not-found',
    });
  });

  test('keeps only the hash of a token', async () => {
    const { leaseToken } = await claim('rev0', round('ada'));
    const { rows } = await sql<{ text: string }>`select to_jsonb(l)::text as text from review_lease l`.execute(
      store().db,
    );
    expect(rows.map((row) => row.text).join()).not.toContain(leaseToken);
  });

  test('returns a released round with the deadline that it always had', async () => {
    const before = await getRound(store().db, programme.programmeId, round('ada'));
    const { leaseId, leaseToken } = await claim('rev0', round('ada'));
    await releaseLease(programme.deps, { actor: programme.actor('rev0'), leaseId, leaseToken });
    const after = await getRound(store().db, programme.programmeId, round('ada'));
    expect(after).toMatchObject({ state: 'waiting', dueAt: before.dueAt, submittedAt: before.submittedAt });
    // Not even by hand: the store refuses.
    const move = sql`update review_round set due_at = due_at + interval '1 hour', submitted_at = submitted_at + interval '1 hour'`;
    await expect(move.execute(store().db)).rejects.toThrow('cannot be moved');
    await expect(
      sql`update review_round set state = 'decided', lease_id = null, lease_expires_at = null,
      ended_at = clock_now() where state = 'waiting'`.execute(store().db),
    ).rejects.toThrow('cannot go from waiting');
  });

  test('holds a reviewer to three rounds at once', async () => {
    for (const _ of [1, 2, 3]) await claim('rev3');
    expect(await problemOf(claim('rev3'))).toMatchObject({ code: 'lease-cap' });
    const queue = await readQueue(store().db, programme.actor('rev3'), {}, page);
    const mine = queue.items.filter((item) => item.mine);
    expect(mine).toHaveLength(3);
    for (const { roundId } of mine) {
      const { leaseId, leaseToken } = await claim('rev3', roundId);
      await releaseLease(programme.deps, { actor: programme.actor('rev3'), leaseId, leaseToken });
    }
    expect(await problemOf(claim('rev2', 'rnd_none' as RoundId))).toMatchObject({ code: 'not-found' });
  });

  test('publishes only what fits the rubric of the round, and says what to mend', async () => {
    const held = await claim('rev0', round('ada'));
    const accept = publicationOf('accept');
    const findingsOf = async (publication: Publication) => {
      const problem = await problemOf(publish('rev0', held, publication));
      expect(problem.code).toBe('rubric-mismatch');
      return problem.findings.map((finding) => finding.message).join(' ');
    };
    const [first, ...rest] = accept.levels;
    if (!first) throw new Error('expected levels');
    expect(await findingsOf({ ...accept, levels: rest })).toContain('has no level');
    expect(await findingsOf({ ...accept, levels: [first, first, ...rest] })).toContain('has a level already');
    expect(await findingsOf({ ...accept, levels: [{ ...first, criterion: 'charm' }, ...rest] })).toContain('"charm"');
    expect(await findingsOf({ ...accept, levels: [{ ...first, level: 'L1' }, ...rest] })).toContain('add a comment');
    const low = { ...first, level: 'L1' as const, comment: 'Name the decision.' };
    expect(await findingsOf({ ...accept, levels: [low, ...rest] })).toContain('gate criterion');
    expect(await findingsOf({ ...accept, rubricDigest: `sha256:${'0'.repeat(64)}` })).toContain('judged by');
    expect(await findingsOf({ ...accept, reason: 'unreadable' })).toContain('unreviewable alone');
    expect(await findingsOf({ verdict: 'unreviewable', levels: [], comment: 'x' })).toContain('Say why');
    expect((await getRound(store().db, programme.programmeId, round('ada'))).state).toBe('leased');
  });

  test('publishes once, and takes a repeat of it for what it is', async () => {
    const held = await claim('rev0', round('ada'));
    const decision = await publish('rev0', held, publicationOf('accept'));
    expect(decision).toMatchObject({ verdict: 'accept', onTime: true });
    expect(await publish('rev0', held, publicationOf('accept'))).toEqual(decision);
    expect(await problemOf(publish('rev0', held, publicationOf('revise')))).toMatchObject({ code: 'round-decided' });
    expect(await problemOf(publish('rev5', held, publicationOf('accept')))).toMatchObject({ code: 'not-eligible' });
    expect(await problemOf(claim('rev1', round('ada')))).toMatchObject({ code: 'round-decided' });
    const view = await getRound(store().db, programme.programmeId, round('ada'));
    expect(view).toMatchObject({ state: 'decided', clock: 'met', decision: { verdict: 'accept' } });
    expect(view.decision?.levels.map((level) => level.level)).toEqual(Array(6).fill('L2'));
    const { rows } = await sql<{ type: string }>`
      select type from outbox_event where type in ('round.decided', 'task.accepted') and programme_id = ${programme.programmeId}
      order by seq`.execute(store().db);
    expect(rows.map((row) => row.type)).toEqual(['round.decided', 'task.accepted']);
  });

  test('lets the next claim have a round whose lease expired, before any sweep; the late review is kept', async () => {
    await releaseAll('rev1');
    const slow = await claim('rev4', round('ben'));
    await shiftClock(store(), '91 minutes');
    const swift = await claim('rev5', round('ben'));
    expect(swift.round).toMatchObject({ epoch: slow.round.epoch + 1, dueAt: slow.round.dueAt });
    const late = await problemOf(publish('rev4', slow, publicationOf('revise', 'Written slowly.')));
    expect(late).toMatchObject({ code: 'lease-lost', message: expect.stringContaining('kept as a late review') });
    await publish('rev5', swift, publicationOf('accept', 'Written swiftly.'));
    // Sending it again neither loses nor doubles it.
    await problemOf(publish('rev4', slow, publicationOf('revise', 'Written slowly.')));
    const { rows } = await sql<{ comment: string }>`
      select content->>'comment' as comment from review_late where round_id = ${round('ben')}`.execute(store().db);
    expect(rows).toEqual([{ comment: 'Written slowly.' }]);
    const view = await getRound(store().db, programme.programmeId, round('ben'));
    expect(view.decision?.comment).toBe('Written swiftly.');
  });

  test('refuses an expired lease even when nobody else has claimed the round, and returns it', async () => {
    const slow = await claim('rev4', round('cyd'));
    await shiftClock(store(), '91 minutes');
    expect(await problemOf(publish('rev4', slow, publicationOf('accept')))).toMatchObject({ code: 'lease-lost' });
    expect((await getRound(store().db, programme.programmeId, round('cyd'))).state).toBe('waiting');
    const again = await claim('rev4', round('cyd'));
    await releaseLease(programme.deps, {
      actor: programme.actor('rev4'),
      leaseId: again.leaseId,
      leaseToken: again.leaseToken,
    });
  });

  test('sweeps expired leases back into the queue, once', async () => {
    const { leaseId } = await claim('rev6', round('dov'));
    await shiftClock(store(), '91 minutes');
    expect((await sweepLeases(programme.deps)).returned).toBeGreaterThanOrEqual(1);
    expect(await sweepLeases(programme.deps)).toEqual({ returned: 0, breached: 0 });
    const { rows } = await sql`select reason from review_lease where id = ${leaseId}`.execute(store().db);
    expect(rows).toEqual([{ reason: 'expired' }]);
    const free = await sql`select 1 from review_slot where lease_id = ${leaseId}`.execute(store().db);
    expect(free.rows).toEqual([]);
  });

  test('keeps the cohort from being closed while a round is open', async () => {
    const holds = async () => {
      const { rows } = await sql<{ subject: string }>`
        select subject from cohort_hold where cohort_id = ${programme.cohortId}`.execute(store().db);
      return rows.map((row) => row.subject).sort();
    };
    expect(await holds()).toEqual([round('cyd'), round('dov')].sort());
    await programme.decide('rev7', round('cyd'), publicationOf('revise'));
    expect(await holds()).toEqual([round('dov')]);
  });

  test('meets the deadline at the deadline itself, and breaches it one millisecond later', async () => {
    // A standing clock: both instants are set to the millisecond.
    const standAt = (dueMs: number) =>
      sql`create or replace function clock_now() returns timestamptz(3) language sql volatile as
          ${sql.lit(`select '${new Date(dueMs).toISOString()}'::timestamptz(3)`)}`.execute(store().db);
    const original = await sql<{
      source: string;
    }>`select prosrc as source from pg_proc where proname = 'clock_now'`.execute(store().db);
    try {
      for (const [learner, afterMs, clock] of [
        ['dov', 0, 'met'],
        ['eva', 1, 'breached'],
      ] as const) {
        if (learner === 'eva') await handIn('eva');
        const { dueAt } = await getRound(store().db, programme.programmeId, round(learner));
        await standAt(Number(dueAt) + afterMs);
        await programme.decide('rev7', round(learner), publicationOf('revise'));
        const view = await getRound(store().db, programme.programmeId, round(learner));
        expect(view).toMatchObject({
          clock,
          decision: { onTime: afterMs === 0, publishedAt: new Date(Number(dueAt) + afterMs) },
        });
        await sql`create or replace function clock_now() returns timestamptz(3) language sql volatile as
          ${sql.lit(original.rows[0]?.source ?? '')}`.execute(store().db);
      }
    } finally {
      await sql`create or replace function clock_now() returns timestamptz(3) language sql volatile as
        ${sql.lit(original.rows[0]?.source ?? '')}`.execute(store().db);
    }
  });

  test('writes exactly the breaches that follow from instants', async () => {
    await handIn('dov', 'Again.');
    await handIn('eva', 'Again.');
    await shiftClock(store(), '47 hours');
    await sweepLeases(programme.deps);
    const equal = async () => {
      const derived = await sql<{ id: string }>`select round_id as id from review_breach_view order by id`.execute(
        store().db,
      );
      const written = await sql<{ id: string }>`
        select round_id as id from review_clock_event where kind = 'breached' order by id`.execute(store().db);
      expect(written.rows).toEqual(derived.rows);
      return derived.rows.length;
    };
    const before = await equal();
    await shiftClock(store(), '49 hours');
    // Overdue shows at once, whatever the sweep has done.
    expect((await counts()).overdue).toBe(2);
    expect((await getRound(store().db, programme.programmeId, round('eva'))).clock).toBe('breached');
    expect((await sweepLeases(programme.deps)).breached).toBe(2);
    expect(await equal()).toBe(before + 2);
    // A round that was breached stays so, however it is decided.
    await programme.decide('rev6', round('eva'), publicationOf('accept'));
    const { rows } = await sql<{ kind: string }>`
      select kind from review_clock_event where round_id = ${round('eva')} order by id`.execute(store().db);
    expect(rows.map((row) => row.kind)).toEqual(['started', 'breached']);
    expect(await equal()).toBe(before + 2);
  });

  test('does not meet the clock by calling work unreviewable', async () => {
    await handIn('ben').catch(() => undefined);
    await handIn('cyd', 'Once more.');
    await programme.decide('rev0', round('cyd'), {
      verdict: 'unreviewable',
      levels: [],
      comment: 'See reason.',
      reason: 'Empty table.',
    });
    const view = await getRound(store().db, programme.programmeId, round('cyd'));
    expect(view).toMatchObject({ state: 'decided', clock: 'voided', decision: { verdict: 'unreviewable' } });
  });

  async function releaseAll(reviewer: string): Promise<void> {
    const { items } = await readQueue(store().db, programme.actor(reviewer), {}, page);
    for (const { roundId } of items.filter((item) => item.mine)) {
      const { leaseId, leaseToken } = await claim(reviewer, roundId);
      await releaseLease(programme.deps, { actor: programme.actor(reviewer), leaseId, leaseToken });
    }
  }
});
