// The routes of cohorts and seats, asked over HTTP.
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { createToken } from '../../../api/people/access-tokens.ts';
import { migrate } from '../../../api/store/migrate.ts';
import { openPgliteStore } from '../../../api/store/pglite-store.ts';
import type { Store } from '../../../api/store/store.ts';
import { learnerEmail, manifestOf, openSmallProgramme, type SmallProgramme } from './small-programme.ts';

describe('the routes of cohorts', () => {
  let store: Store;
  let programme: SmallProgramme;
  let app: FastifyInstance;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    store = await openPgliteStore(undefined);
    await migrate(store);
    programme = await openSmallProgramme(store);
    app = await createApp(programme.deps);
    for (const email of ['owner@bank.example', 'rev1@bank.example', learnerEmail(1), learnerEmail(2)]) {
      const { personId } = await programme.person(email);
      tokens.set(email, (await store.transact((tx) => createToken(tx, { personId, kind: 'cli' }))).secret);
    }
  });
  afterAll(async () => {
    await app.close();
    await programme[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  const ask = (email: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${tokens.get(email)}` },
      ...(payload ? { payload } : {}),
    });
  const asOwner = (method: 'GET' | 'POST', url: string, payload?: object) =>
    ask('owner@bank.example', method, url, payload);

  test('lead from a roster to a board, seats, progress and a close', async () => {
    const rosterCsv = `email,track\n${learnerEmail(1)},builders\n${learnerEmail(2)},leaders\n`;
    const written = await asOwner('POST', '/api/cohorts/manifest', { rosterCsv, name: 'Autumn' });
    expect(written.statusCode, written.body).toBe(200);
    const { manifest } = written.json();
    const planned = await asOwner('POST', '/api/cohorts/plan', { manifest });
    expect(planned.json()).toMatchObject({ blockers: [], confirm: null, cohort: { status: 'new', cohortId: null } });
    const applied = await asOwner('POST', '/api/cohorts/apply', { manifest });
    expect(applied.statusCode, applied.body).toBe(202);
    const { cohortId, eventsUrl, key } = applied.json();
    expect(eventsUrl).toBe(`/api/cohorts/${cohortId}/events`);
    await programme.settle();

    const board = await asOwner('GET', `/api/cohorts/${cohortId}`);
    expect(board.json()).toMatchObject({ name: 'Autumn', status: 'open', counts: { ready: 2 }, holds: [] });
    expect(board.json().seats[0]).toMatchObject({
      learner: { email: learnerEmail(1) },
      track: 'builders',
      sandbox: { status: 'ready', failure: null },
      tasks: [{ task: 'B1', dueAt: expect.stringMatching(/Z$/), title: expect.any(String) }],
    });
    expect((await asOwner('GET', '/api/cohorts')).json().items).toMatchObject([{ cohortId, key }]);

    const seats = (await ask(learnerEmail(1), 'GET', '/api/seats')).json().items;
    expect(seats).toMatchObject([{ cohortKey: key, track: 'builders', sandbox: { status: 'ready' } }]);
    expect((await ask('rev1@bank.example', 'GET', `/api/seats?cohort=${cohortId}`)).json().items).toHaveLength(2);
    expect((await ask('rev1@bank.example', 'GET', '/api/seats?mine=true')).json().items).toEqual([]);
    const seat = await ask(learnerEmail(1), 'GET', `/api/seats/${seats[0].seatId}`);
    expect(seat.json()).toMatchObject({
      cohortName: 'Autumn',
      objective: expect.any(String),
      tasks: [
        { key: 'B1', brief: expect.stringContaining(' '), deliverable: { files: [{ path: 'problem_brief.md' }] } },
      ],
    });
    expect(seat.body).not.toContain('smallestCell');
    expect((await ask(learnerEmail(2), 'GET', `/api/seats/${seats[0].seatId}`)).statusCode).toBe(403);

    const closed = await asOwner('POST', `/api/cohorts/${cohortId}/close`, { confirm: key });
    expect(closed.json()).toMatchObject({ key, status: 'closing', eventsUrl });
    await programme.settle();
    // The stream begins at the beginning and ends with the close.
    const events = await asOwner('GET', eventsUrl);
    expect(events.headers['content-type']).toContain('text/event-stream');
    const types = [...events.body.matchAll(/^event: (.*)$/gm)].map(([, type]) => type);
    expect(types.filter((type) => type === 'seat.added')).toHaveLength(2);
    expect(types.slice(-1)).toEqual(['cohort.closed']);
    const statuses = [...events.body.matchAll(/"status":"(\w+)"/g)].map(([, status]) => status);
    expect(new Set(statuses)).toEqual(new Set(['planned', 'starting', 'ready', 'destroying', 'gone']));
  });

  test('answer a manifest that does not fit with lines', async () => {
    const manifest = manifestOf(programme).replace('runtime:', 'run-time:');
    for (const url of ['/api/cohorts/plan', '/api/cohorts/apply']) {
      const refused = await asOwner('POST', url, { manifest });
      expect(refused.statusCode).toBe(422);
      expect(refused.json()).toMatchObject({
        code: 'invalid-document',
        findings: expect.arrayContaining([expect.objectContaining({ code: 'unknownKey', line: expect.any(Number) })]),
      });
    }
  });

  test('answer 404 for what is none or not here', async () => {
    for (const url of [
      '/api/cohorts/coh_00000000000000000000',
      '/api/seats/sea_00000000000000000000',
      '/api/cohorts/coh_00000000000000000000/events',
    ]) {
      expect((await asOwner('GET', url)).statusCode, url).toBe(404);
    }
    expect((await ask(learnerEmail(1), 'GET', '/api/cohorts')).statusCode).toBe(403);
  });
});
