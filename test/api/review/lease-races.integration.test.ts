// Many reviewers at once, on a database with real locks: PGlite is one connection and proves nothing here.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Problem } from '../../../api/problems.ts';
import { type Claim, claimRound } from '../../../api/review/claim-round.ts';
import { releaseLease } from '../../../api/review/lease.ts';
import { publishDecision } from '../../../api/review/publish-decision.ts';
import { sweepLeases } from '../../../api/review/sweep-leases.ts';
import { newId } from '../../../api/store/ids.ts';
import { openPostgresStore } from '../../../api/store/postgres-store.ts';
import type { Store } from '../../../api/store/store.ts';
import { openFreshPostgres } from '../../stores.ts';
import { judgeLeases } from './lease-history.ts';
import {
  openRounds,
  openSeededProgramme,
  publicationOf,
  type SeededProgramme,
  shiftClock,
} from './seeded-programme.ts';

const cap = 3;
const whole = { overlaps: 0, capOverruns: 0, epochGaps: 0, staleDecisions: 0 };
const postgres = inject('postgres');

describe('leases under load', () => {
  if ('absent' in postgres) {
    test('hold on PostgreSQL', (context) => context.skip(postgres.absent));
    return;
  }
  const clusterUrl = postgres.url;
  let fresh: Store & { url: string };
  let store: Store;
  let programme: SeededProgramme;
  beforeAll(async () => {
    fresh = await openFreshPostgres(clusterUrl);
    store = await openPostgresStore(fresh.url, { connections: 48 });
    programme = await openSeededProgramme(store);
  });
  afterAll(async () => {
    await programme[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    await fresh[Symbol.asyncDispose]();
  });

  const reviewer = (n: number) => programme.actor(`rev${n % 8}`);
  const claim = (n: number) => claimRound(programme.deps, reviewer(n), {});
  const publish = (n: number, held: Claim) =>
    publishDecision(programme.deps, {
      actor: reviewer(n),
      roundId: held.round.roundId,
      leaseToken: held.leaseToken,
      publication: publicationOf('revise', `By reviewer ${n % 8}, epoch ${held.round.epoch}.`),
    });
  const codeOf = (error: unknown) => {
    if (error instanceof Problem) return error.code;
    throw error;
  };

  test('64 parallel claims by 8 reviewers over 200 rounds lease none twice and overrun no cap', async () => {
    await openRounds(programme, 200);
    const first = await Promise.allSettled(Array.from({ length: 64 }, (_, n) => claim(n)));
    const held = first.flatMap((each, n) => (each.status === 'fulfilled' ? [{ n, lease: each.value }] : []));
    expect(held.length).toBe(8 * cap);
    expect(new Set(held.map((each) => each.lease.round.roundId)).size).toBe(held.length);
    for (const each of first) if (each.status === 'rejected') expect(codeOf(each.reason)).toBe('lease-cap');
    expect(await judgeLeases(store, cap)).toEqual(whole);

    // Then to the end: whoever gets a round publishes it or gives it back, until none waits.
    await Promise.all(held.map(({ n, lease }) => publish(n, lease)));
    const workers = Array.from({ length: 64 }, async (_, n) => {
      for (let turn = 0; ; turn++) {
        const lease = await claim(n).catch(codeOf);
        if (lease === 'nothing-waiting') return;
        if (typeof lease === 'string') {
          expect(lease).toBe('lease-cap');
          await sleep(5);
        } else if ((n + turn) % 5 === 0) {
          const { leaseId, leaseToken } = lease;
          await releaseLease(programme.deps, { actor: reviewer(n), leaseId, leaseToken });
        } else await publish(n, lease);
      }
    });
    await Promise.all(workers);
    expect(await judgeLeases(store, cap)).toEqual(whole);
    const { rows } = await sql<{ decided: number }>`
      select count(*)::int as decided from review_round where state = 'decided'`.execute(store.db);
    expect(rows).toEqual([{ decided: 200 }]);
  });

  test('a storm of expired leases, sweeps, new claims and stale publishes accepts none that is stale and keeps them all', async () => {
    await openRounds(programme, 24);
    const stale: { n: number; lease: Claim }[] = [];
    for (let n = 0; n < 24; n++) stale.push({ n, lease: await claim(n) });
    await shiftClock(store, '91 minutes');
    const fresher: { n: number; lease: Claim }[] = [];
    const lost: string[] = [];
    await Promise.all([
      ...Array.from({ length: 4 }, () => sweepLeases(programme.deps)),
      ...stale.map(async ({ n, lease }) => {
        const code = await publish(n, lease).then(() => 'published', codeOf);
        lost.push(code);
      }),
      ...Array.from({ length: 40 }, async (_, n) => {
        const lease = await claim(n).catch((error: unknown) => void codeOf(error));
        if (lease) fresher.push({ n, lease });
      }),
    ]);
    expect(lost).toEqual(Array(24).fill('lease-lost'));
    const late = await sql<{ n: number }>`select count(*)::int as n from review_late`.execute(store.db);
    expect(late.rows).toEqual([{ n: 24 }]);
    expect(await judgeLeases(store, cap)).toEqual(whole);
    // And every round still comes to its end, under the deadline it always had.
    for (const { n, lease } of fresher) await publish(n, lease);
    for (let n = 0; ; n++) {
      const lease = await claim(n).catch((error: unknown) => void codeOf(error));
      if (!lease) break;
      await publish(n, lease);
    }
    const { rows } = await sql`select 1 from review_round where state <> 'decided'`.execute(store.db);
    expect(rows).toEqual([]);
    expect(await judgeLeases(store, cap)).toEqual(whole);
    await shiftClock(store, undefined);
  });

  test('two tabs that publish one lease at once make one decision', async () => {
    await openRounds(programme, 1);
    const lease = await claim(0);
    const outcomes = await Promise.allSettled([publish(0, lease), publish(0, lease), publish(0, lease)]);
    const decisions = outcomes.map((each) => (each.status === 'fulfilled' ? each.value.decisionId : each.reason));
    expect(new Set(decisions).size).toBe(1);
  });

  test('the judgement has power: a claim without locks or places is caught by it', async () => {
    await openRounds(programme, 10);
    await sql`drop index review_lease_live_per_round`.execute(store.db);
    await sql`drop index review_lease_live_per_slot`.execute(store.db);
    await sql`alter table review_lease drop constraint review_lease_round_id_epoch_key`.execute(store.db);
    // mutant: read, think, write; each step right by itself
    const unguarded = (n: number) =>
      store.transact(async (tx) => {
        const { rows } = await sql<{ id: string; epoch: number }>`
          select id, epoch from review_round where state = 'waiting' order by due_at, id limit 1`.execute(tx);
        const round = rows[0];
        if (!round) return;
        const leaseId = newId('lease');
        await sql`update review_round set state = 'leased', epoch = ${round.epoch + 1}, lease_id = ${leaseId},
          lease_expires_at = clock_now() + interval '90 minutes' where id = ${round.id}`.execute(tx);
        await sql`insert into review_lease (id, programme_id, round_id, reviewer_id, slot, epoch, token_sha256, begun_at, expires_at)
          values (${leaseId}, ${programme.programmeId}, ${round.id}, ${reviewer(n).personId}, 1, ${round.epoch + 1}, ${leaseId},
                  clock_now(), clock_now() + interval '90 minutes')`.execute(tx);
      });
    await Promise.allSettled(Array.from({ length: 64 }, (_, n) => unguarded(n % 2)));
    const faults = await judgeLeases(store, cap);
    expect(faults.overlaps).toBeGreaterThan(0);
    expect(faults.capOverruns).toBeGreaterThan(0);
    expect(faults.epochGaps).toBeGreaterThan(0);
  });
});
