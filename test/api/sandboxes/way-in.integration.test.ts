// The way in to tools and files, asked as people ask: over HTTP, with their tokens.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { applyCohort } from '../../../api/cohorts/apply-cohort.ts';
import { listSeats } from '../../../api/cohorts/seat.ts';
import { sessionCookieName } from '../../../api/people/access-hook.ts';
import { createToken } from '../../../api/people/access-tokens.ts';
import { wantSandboxes } from '../../../api/sandboxes/order-sandboxes.ts';
import type { SandboxId } from '../../../api/store/ids.ts';
import { migrate } from '../../../api/store/migrate.ts';
import { openPgliteStore } from '../../../api/store/pglite-store.ts';
import type { Store } from '../../../api/store/store.ts';
import { learnerEmail, manifestOf, openSmallProgramme, type SmallProgramme } from '../cohorts/small-programme.ts';

describe('the way in', () => {
  let store: Store;
  let programme: SmallProgramme;
  let app: FastifyInstance;
  let mine: SandboxId;
  let theirs: SandboxId;
  let owner = '';
  let learner = '';
  const echo = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'set-cookie': 'stolen=1',
        'access-control-allow-origin': '*',
        'content-security-policy': 'default-src *',
      });
      const body = Buffer.concat(chunks).toString();
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
    });
  });

  beforeAll(async () => {
    store = await openPgliteStore(undefined);
    await migrate(store);
    programme = await openSmallProgramme(store);
    app = await createApp(programme.deps);
    const actor = { programmeId: programme.programmeId, personId: programme.owner.personId };
    await applyCohort(programme.deps, actor, { manifest: manifestOf(programme, { seats: 2 }) });
    await programme.settle();
    const person = await programme.person(learnerEmail(1));
    const seats = await listSeats(store.db, { programmeId: programme.programmeId });
    for (const seat of seats) {
      if (seat.learnerId === person.personId) mine = seat.sandboxId;
      else theirs = seat.sandboxId;
    }
    const tokenOf = async (personId: typeof person.personId) =>
      (await store.transact((tx) => createToken(tx, { personId, kind: 'cli' }))).secret;
    owner = await tokenOf(programme.owner.personId);
    learner = await tokenOf(person.personId);
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    await programme.runtime.offer(mine, 'echo', async () => {
      const socket = connect((echo.address() as AddressInfo).port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    });
  });
  afterAll(async () => {
    echo.close();
    await app.close();
    await programme[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  type Ask = {
    method?: 'GET' | 'POST' | 'PUT' | 'HEAD';
    headers?: Record<string, string>;
    payload?: string | Buffer;
    token?: string;
  };
  const ask = (url: string, { method = 'GET', headers = {}, payload, token = learner }: Ask = {}) =>
    app.inject({
      method,
      url,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  const tool = (path: string) => `/sandboxes/${mine}/tools/sql${path}`;

  test('answers a query over the extract', async () => {
    const answer = await ask(tool('/query'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ sql: 'select count(*) as n from customers' }),
    });
    expect(answer.json()).toMatchObject({ rows: [[40]] });
    const refused = await ask(tool('/query'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ sql: 'drop view customers' }),
    });
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({ code: 'query-failed' });
  });

  test('sends to the slash that relative addresses need', async () => {
    const answer = await ask(`${tool('')}?a=1`);
    expect([answer.statusCode, answer.headers.location]).toEqual([308, `${tool('/')}?a=1`]);
  });

  test('passes path, query, method and body on as they are, and no credential', async () => {
    const answer = await ask(tool('/services/echo/a%2Fb/c?x=%20&x=2'), {
      method: 'PUT',
      headers: {
        'content-type': 'text/weird',
        cookie: `${sessionCookieName}=secret; other=1`,
        'idempotency-key': 'k',
        'x-kept': 'yes',
        'x-hop': 'no',
        connection: 'x-hop, keep-alive',
      },
      payload: 'the body',
    });
    const seen = answer.json();
    expect(seen).toMatchObject({ method: 'PUT', url: '/a%2Fb/c?x=%20&x=2', body: 'the body' });
    expect(seen.headers).toMatchObject({ 'x-kept': 'yes', 'content-type': 'text/weird' });
    // mutant: passing all headers on, caught here
    for (const name of ['authorization', 'cookie', 'idempotency-key', 'x-hop'])
      expect(seen.headers[name]).toBeUndefined();
  });

  test('lets no tool set cookies, open itself to other origins or weaken its protection', async () => {
    const { headers } = await ask(tool('/services/echo/'), { headers: { host: 'practicum.example:4400' } });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['content-security-policy']).toContain(`connect-src practicum.example:4400${tool('/')};`);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('*');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('refuses a change from a page of another origin, and takes one of its own', async () => {
    const post = (origin: string) =>
      ask(tool('/services/echo/'), { method: 'POST', headers: { origin, host: 'practicum.example' }, payload: 'x' });
    expect((await post('https://evil.example')).json()).toMatchObject({ code: 'cross-origin' });
    expect((await post('null')).statusCode).toBe(403);
    expect((await post('http://practicum.example')).statusCode).toBe(200);
  });

  test("opens only to the sandbox's learner", async () => {
    for (const url of [tool('/'), `/api/sandboxes/${mine}/files`, `/api/sandboxes/${mine}/files/brief.md`]) {
      expect((await ask(url)).statusCode, url).toBe(200);
      expect((await ask(url, { token: owner })).statusCode, url).toBe(403);
      expect((await ask(url, { token: '' })).statusCode, url).toBe(401);
      expect((await ask(url.replace(mine, theirs))).statusCode, url).toBe(403);
      expect((await ask(url.replace(mine, 'sbx_00000000000000000000'))).statusCode, url).toBe(404);
      expect((await ask(url.replace(mine, 'nonsense'))).statusCode, url).toBe(404);
    }
    expect((await ask('/api/sandboxes')).json().items).toHaveLength(1);
    expect((await ask('/api/sandboxes', { token: owner })).json().items).toHaveLength(2);
    const first = await ask('/api/sandboxes?pageSize=1', { token: owner });
    const next = await ask(`/api/sandboxes?pageSize=1&pageToken=${first.json().nextPageToken}`, { token: owner });
    expect(new Set([...first.json().items, ...next.json().items].map((each) => each.sandboxId))).toEqual(
      new Set([mine, theirs]),
    );
  });

  test('says that a tool is not there', async () => {
    expect((await ask(`/sandboxes/${mine}/tools/nosuch/`)).statusCode).toBe(404);
  });

  test('writes and reads files of any type and name', async () => {
    const bytes = Buffer.from([0, 1, 2, 255]);
    for (const [path, type] of [
      ['notes/a%20b.json', 'application/json'],
      ['data.bin', 'application/octet-stream'],
      ['plain.md', 'text/markdown'],
    ] as const) {
      const url = `/api/sandboxes/${mine}/files/${path}`;
      const put = await ask(url, { method: 'PUT', headers: { 'content-type': type }, payload: bytes });
      expect(put.statusCode, put.body).toBe(204);
      const got = await ask(url);
      expect(got.rawPayload.equals(bytes)).toBe(true);
      expect(got.headers['content-disposition']).toBe('attachment');
    }
    const list = (await ask(`/api/sandboxes/${mine}/files`)).json().items;
    expect(list).toContainEqual({ path: 'notes/a b.json', size: 4 });
    expect((await ask(`/api/sandboxes/${mine}/files/nothing.md`)).statusCode).toBe(404);
    for (const path of ['..%2Fescape', 'a%2F..%2F..%2Fescape', '%2Fetc%2Fpasswd', 'nul%00']) {
      const refused = await ask(`/api/sandboxes/${mine}/files/${path}`, { method: 'PUT', payload: 'x' });
      expect([400, 404], path).toContain(refused.statusCode);
    }
  });

  test('explains a sandbox that is not up: a page to people, a problem to programs', async () => {
    const want = (desired: 'up' | 'stopped') =>
      store.transact((tx) => wantSandboxes(tx, { programmeId: programme.programmeId, sandboxIds: [mine], desired }));
    await want('stopped');
    await programme.settle();
    const page = await ask(tool('/'), { headers: { accept: 'text/html,*/*' } });
    expect(page.statusCode).toBe(409);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('It is stopped; its work is kept.');
    expect((await ask(tool('/tables'))).json()).toMatchObject({ code: 'sandbox-not-up' });
    expect((await ask(`/api/sandboxes/${mine}/files/brief.md`)).statusCode).toBe(200);
    await want('up');
    await programme.settle();
    expect((await ask(tool('/tables'))).statusCode).toBe(200);
  });
});
