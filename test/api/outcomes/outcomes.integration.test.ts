// The way from a deliverable to its outcome, over HTTP, as the people who walk it.
import type { FastifyInstance, InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { sealAuditChain, verifyAuditChain } from '../../../api/audit/audit-chain.ts';
import { firstPassQuality } from '../../../api/outcomes/first-pass-quality.ts';
import { readOutcomes } from '../../../api/outcomes/outcome-event.ts';
import { createToken } from '../../../api/people/access-tokens.ts';
import { verifyReceipt } from '../../../api/submissions/receipt.ts';
import { describeOnStores } from '../../stores.ts';
import { leakedEmail, openSeededProgramme, publicationOf, type SeededProgramme } from '../review/seeded-programme.ts';

describeOnStores('from a deliverable to its outcome', (store) => {
  let programme: SeededProgramme;
  let app: FastifyInstance;
  beforeAll(async () => {
    programme = await openSeededProgramme(store());
    app = await createApp(programme.deps);
  });
  afterAll(async () => {
    await app.close();
    await programme[Symbol.asyncDispose]();
  });

  const ask = async (name: string, request: InjectOptions) => {
    const { personId } = programme.actor(name);
    const { secret } = await store().transact((tx) => createToken(tx, { personId, kind: 'cli' }));
    return app.inject({ ...request, headers: { authorization: `Bearer ${secret}`, ...request.headers } });
  };
  const handIn = (name: string, key: string) =>
    ask(name, {
      method: 'POST',
      url: `/api/seats/${programme.seat(name).seatId}/submissions`,
      headers: { 'idempotency-key': key },
      payload: { task: 'B1', reflection: { savedTime: 'Yes.', qualityOk: 'Yes.', whereBroke: '', doDifferently: '' } },
    });

  test('a leak is refused, mended, sealed, revised, handed in again and accepted', async () => {
    await programme.writeBrief('ada', `Written for ${leakedEmail}.`);
    const refused = await handIn('ada', 'one');
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({
      code: 'submission-refused',
      findings: [{ code: 'identifier', path: 'problem_brief.md' }],
    });

    await programme.writeBrief('ada');
    const sealed = await handIn('ada', 'two');
    expect(sealed.statusCode).toBe(201);
    expect((await handIn('ada', 'two')).json()).toEqual(sealed.json());
    const key = (await app.inject('/api/receipt-key')).json();
    expect(verifyReceipt(sealed.json(), key.publicKey)).toMatchObject({ valid: true });

    const claimed = await ask('rev0', { method: 'POST', url: '/api/review/leases', payload: {} });
    expect(claimed.statusCode).toBe(201);
    const lease = claimed.json();
    // Blind: neither the lease nor the queue nor the submission tells whose it is.
    const seen = [
      claimed,
      await ask('rev0', { url: '/api/review/queue' }),
      await ask('rev0', { url: `/api/submissions/${lease.round.submissionId}` }),
      await ask('rev0', { url: '/api/submissions' }),
      await ask('rev0', { url: `/api/rounds/${lease.round.roundId}` }),
    ];
    const { seatId, sandboxId, learnerId } = programme.seat('ada');
    for (const answer of seen) {
      expect(answer.statusCode).toBeLessThan(300);
      for (const telling of ['ada@', seatId, sandboxId, learnerId]) expect(answer.body).not.toContain(telling);
    }
    const [file] = lease.round.files;
    const bytes = await ask('rev0', { url: `/api/submissions/${lease.round.submissionId}/files/${file.path}` });
    expect(bytes.headers['content-type']).toBe('application/octet-stream');
    expect(bytes.body).toContain('# Problem brief');

    const renewed = await ask('rev0', {
      method: 'POST',
      url: `/api/review/leases/${lease.leaseId}/renew`,
      payload: { leaseToken: lease.leaseToken },
    });
    expect(renewed.statusCode).toBe(200);
    const stranger = await ask('rev1', {
      method: 'POST',
      url: `/api/rounds/${lease.round.roundId}/decisions`,
      payload: { ...publicationOf('revise'), leaseToken: lease.leaseToken },
    });
    expect(stranger.statusCode).toBe(403);
    const published = await ask('rev0', {
      method: 'POST',
      url: `/api/rounds/${lease.round.roundId}/decisions`,
      payload: { ...publicationOf('revise'), leaseToken: lease.leaseToken },
    });
    expect(published.json()).toMatchObject({ verdict: 'revise', onTime: true });
    const feedback = await ask('ada', { url: `/api/rounds/${lease.round.roundId}` });
    expect(feedback.json().decision.levels[0]).toMatchObject({ level: 'L1', comment: expect.any(String) });
    expect((await ask('ben', { url: `/api/rounds/${lease.round.roundId}` })).statusCode).toBe(403);

    await programme.writeBrief('ada', 'The officer refers them.');
    const again = await handIn('ada', 'three');
    expect(again.json()).toMatchObject({ round: 2 });
    const second = (await ask('rev1', { method: 'POST', url: '/api/review/leases' })).json();
    expect(second.round.round).toBe(2);
    const given = await ask('rev1', {
      method: 'DELETE',
      url: `/api/review/leases/${second.leaseId}`,
      payload: { leaseToken: second.leaseToken },
    });
    expect(given.statusCode).toBe(204);
    await programme.decide('rev0', again.json().roundId, publicationOf('accept'));
    const list = (await ask('ada', { url: `/api/submissions?seat=${seatId}` })).json();
    expect(list.items.map((item: { standing: string }) => item.standing)).toEqual(['accepted', 'returned']);
  });

  test('every step has left its event, in order, with where it belongs', async () => {
    const { items } = (
      await ask('olga', { url: `/api/outcomes/events?cohort=${programme.cohortId}&pageSize=200` })
    ).json();
    type Item = {
      type: string;
      seatId: string | null;
      personId: string | null;
      track: string | null;
      task: string | null;
    };
    const { seatId, learnerId } = programme.seat('ada');
    const adas = (items as Item[]).filter((item) => item.seatId === seatId);
    expect(adas.map((item) => item.type)).toEqual([
      'seat.added',
      'sandbox.ready',
      'submission.refused',
      'submission.sealed',
      'round.opened',
      'round.decided',
      'submission.sealed',
      'round.opened',
      'round.decided',
      'task.accepted',
    ]);
    for (const item of adas) expect(item).toMatchObject({ personId: learnerId, track: 'builders' });
    // One page after another gives the same.
    const paged: unknown[] = [];
    let next = '';
    do {
      const url = `/api/outcomes/events?cohort=${programme.cohortId}&pageSize=7${next && `&pageToken=${next}`}`;
      const body = (await ask('olga', { url })).json();
      paged.push(...body.items);
      next = body.nextPageToken ?? '';
    } while (next);
    expect(paged).toEqual(items);
    expect((await ask('ada', { url: '/api/outcomes' })).statusCode).toBe(403);
  });

  test('a reported figure is what replaying the events gives, hidden until there are five', async () => {
    const few = (await ask('olga', { url: '/api/outcomes' })).json();
    expect(few.firstPassQuality).toEqual({ definition: expect.any(String), n: 1, hidden: true });
    expect(few.reviewTimes).toMatchObject({ n: 2, onTime: 2, onTimeShare: 1 });
    for (const name of ['ben', 'cyd', 'dov', 'eva']) {
      await programme.writeBrief(name);
      await programme.decide('rev2', (await programme.handIn(name)).roundId, publicationOf('accept'));
    }
    const { firstPassQuality: shown } = (await ask('olga', { url: '/api/outcomes' })).json();
    const { programmeId } = programme;
    const events = await readOutcomes(store().db, { programmeId, types: ['round.decided'] });
    expect(shown).toEqual(firstPassQuality(events));
    expect(shown).toMatchObject({ n: 5, numerator: 4, hidden: false });
  });

  test('the log takes no change, and no column counts who finished', async () => {
    await expect(sql`update outcome_event set at = clock_now()`.execute(store().db)).rejects.toThrow('append-only');
    await expect(sql`delete from outcome_event`.execute(store().db)).rejects.toThrow('append-only');
    await expect(sql`truncate outcome_event`.execute(store().db)).rejects.toThrow('append-only');
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`.execute(
      store().db,
    );
    const document = (await app.inject('/openapi.json')).body;
    const told = [...rows.map((row) => row.name), document, (await ask('olga', { url: '/api/outcomes' })).body].join(
      '\n',
    );
    expect(told).not.toMatch(/complet(ion|ed)[_ -]?(rate|pct|percent|share)/i);
  });

  test('the audit chain is whole over all of it', async () => {
    await sealAuditChain(store(), 'test');
    expect(await verifyAuditChain(store())).toMatchObject({ whole: true, unchained: 0 });
    const { rows } = await sql<{ action: string }>`select distinct action from audit_entry order by action`.execute(
      store().db,
    );
    const actions = rows.map((row) => row.action);
    for (const action of [
      'submission.refused',
      'submission.sealed',
      'round.opened',
      'round.leased',
      'round.returned',
      'round.decided',
    ])
      expect(actions).toContain(action);
  });
});
