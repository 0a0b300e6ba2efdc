// What every route has from the application around it: problems, idempotency, sessions, headers, the document, events.
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeRooms, createApp } from '../../api/app.ts';
import { addAccessHook } from '../../api/people/access-hook.ts';
import { createSignInLink } from '../../api/people/sign-in-links.ts';
import { newId } from '../../api/store/ids.ts';
import type { Loop } from '../../api/store/loop.ts';
import { describeOnStores } from '../stores.ts';
import { openTestApplication, type TestApplication, type TestPerson } from './test-application.ts';

describeOnStores('the application', (store) => {
  let application: TestApplication;
  let owner: TestPerson;
  beforeAll(async () => {
    application = await openTestApplication(store());
    owner = await application.person('owner', ['owner']);
  });
  afterAll(() => application[Symbol.asyncDispose]());

  const people = (name: string) => ({
    people: [
      {
        email: `${name}@bank.example`,
        name,
        team: 'T',
        department: 'D',
        jobRole: 'J',
        timeZone: 'Europe/Prague',
      },
    ],
  });
  const addPeople = (payload: object, headers: Record<string, string> = {}, as = owner) =>
    application.ask(as, { method: 'POST', url: '/api/people', payload, headers });

  describe('answers errors as problem documents', () => {
    test.each<[string, () => ReturnType<TestApplication['ask']>, number, string]>([
      ['an unknown path', () => application.ask(owner, { url: '/api/nothing' }), 404, 'not-found'],
      ['no token', () => application.ask(undefined, { url: '/api/me' }), 401, 'not-signed-in'],
      ['a body of another shape', () => addPeople({ peeple: [] }), 400, 'invalid-request'],
      [
        'JSON that is none',
        () => addPeople('{' as never, { 'content-type': 'application/json' }),
        400,
        'invalid-request',
      ],
      [
        'a type that the route does not take',
        () => addPeople('a' as never, { 'content-type': 'text/x' }),
        400,
        'invalid-request',
      ],
      ['a body beyond the limit', () => addPeople({ csv: 'x'.repeat(5_100_000) }), 413, 'too-large'],
      ['an unknown id', () => application.ask(owner, { url: `/api/extracts/${newId('extract')}` }), 404, 'not-found'],
      [
        'a page token of another',
        () => application.ask(owner, { url: '/api/people?pageToken=eHg' }),
        400,
        'invalid-request',
      ],
    ])('%s', async (_name, ask, status, code) => {
      const answer = await ask();
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.json()).toMatchObject({
        status,
        code,
        type: `urn:practicum:problem:${code}`,
        detail: expect.any(String),
      });
      expect(answer.statusCode).toBe(status);
    });

    test('names what is wrong with a request, and where', async () => {
      const answer = await application.ask(owner, { url: '/api/people?pageSize=1000' });
      expect(answer.json().findings).toEqual([expect.objectContaining({ path: 'querystring.pageSize' })]);
    });
  });

  test('gives nothing away of a failure of ours', async () => {
    const app = await createApp(
      composeRooms({ ...application.deps, store: brokenStore(new Error('password=hunter2')) }),
    );
    const answer = await app.inject({ url: '/api/me', headers: { authorization: 'Bearer x' } });
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal-failure', kind: 'failure' });
    expect(answer.body).not.toContain('hunter2');
    await app.close();
  });

  test('is not ready while the store is away or a loop is stuck', async () => {
    const readiness = async (parts: Partial<Parameters<typeof composeRooms>[0]>) => {
      const app = await createApp(composeRooms({ ...application.deps, ...parts }));
      const answer = await app.inject({ url: '/readyz' });
      await app.close();
      return [
        answer.statusCode,
        answer
          .json()
          .checks.filter((check: { ok: boolean }) => !check.ok)
          .map((check: { name: string }) => check.name),
      ];
    };
    const stuck: Loop = { name: 'stuck', alive: () => false, stop: async () => {} };
    expect(await readiness({})).toEqual([200, []]);
    expect(await readiness({ store: brokenStore(new Error('away')) })).toEqual([503, ['store']]);
    expect(await readiness({ loops: () => [stuck] })).toEqual([503, ['loops']]);
  });

  function brokenStore(error: Error) {
    const broken = Object.create(store());
    return Object.defineProperty(broken, 'db', {
      get: () => {
        throw error;
      },
    });
  }

  describe('repeats a POST under one Idempotency-Key', () => {
    test('with the first answer, doing it once', async () => {
      const headers = { 'idempotency-key': 'once' };
      const first = await addPeople(people('once'), headers);
      const again = await addPeople(people('once'), headers);
      expect(first.json()).toEqual({ added: 1, changed: 0, unchanged: 0 });
      // Worked on again it would say: unchanged.
      expect(again.json()).toEqual(first.json());
      expect(again.headers['idempotency-replayed']).toBe('true');
    });

    test('and refuses other content under it', async () => {
      const headers = { 'idempotency-key': 'other-content' };
      await addPeople(people('first'), headers);
      expect((await addPeople(people('second'), headers)).json()).toMatchObject({ code: 'idempotency-conflict' });
    });

    test('and repeats a refusal with its type', async () => {
      const headers = { 'idempotency-key': 'refused' };
      const refused = { people: [{ email: 'none' }] };
      const first = await addPeople(refused, headers);
      const again = await addPeople(refused, headers);
      expect(first.json().code).toBe('invalid-document');
      expect([again.statusCode, again.json(), again.headers['content-type']]).toEqual([
        422,
        first.json(),
        'application/problem+json; charset=utf-8',
      ]);
    });

    test('separately for each person', async () => {
      const second = await application.person('second-owner', ['owner']);
      const headers = { 'idempotency-key': 'each-own' };
      await addPeople(people('mine'), headers);
      // mutant: keys without the actor answer the second person with what was told to the first
      const answer = await addPeople(people('mine'), headers, second);
      expect(answer.json()).toEqual({ added: 0, changed: 0, unchanged: 1 });
    });

    test('but keeps no link that could be read from the store', async () => {
      const ask = () =>
        application.ask(owner, {
          method: 'POST',
          url: '/api/sign-in-links',
          headers: { 'idempotency-key': 'link' },
          payload: { email: owner.email },
        });
      // mutant: without keepsAnswers the second answer is the first, and lies in the table of kept answers
      expect((await ask()).json().url).not.toBe((await ask()).json().url);
    });

    test('but spends a sign-in link once all the same', async () => {
      const by = { programmeId: application.programmeId, actor: 'system:test' as const };
      const link = await createSignInLink(store(), by, { email: owner.email, madeBy: 'request' });
      const spend = () =>
        application.ask(undefined, {
          method: 'POST',
          url: '/api/sign-in',
          headers: { 'idempotency-key': 'sign-in' },
          payload: { link: link.secret },
        });
      expect((await spend()).json()).toMatchObject({
        token: expect.stringMatching(/^prt_/),
        person: { email: owner.email },
      });
      expect((await spend()).json()).toMatchObject({ code: 'link-spent' });
    });
  });

  describe('a session', () => {
    const signIn = async () => {
      const link = await application.ask(owner, {
        method: 'POST',
        url: '/api/sign-in-links',
        payload: { email: owner.email },
      });
      const secret = new URL(link.json().url).searchParams.get('link');
      const answer = await application.ask(undefined, {
        method: 'POST',
        url: '/api/sign-in',
        payload: { link: secret, keepAs: 'cookie' },
      });
      const cookie = answer.cookies[0];
      if (!cookie) throw new Error('no cookie was set');
      return { answer, cookie, headers: { cookie: `${cookie.name}=${cookie.value}` } };
    };

    test('travels in a cookie that scripts and other sites cannot use', async () => {
      const { answer, cookie, headers } = await signIn();
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 43_200 });
      expect(answer.json().token).toBeUndefined();
      expect((await application.app.inject({ url: '/api/me', headers })).json()).toMatchObject({ email: owner.email });
    });

    test.each([
      ['our own page', { 'sec-fetch-site': 'same-origin' }, 204],
      ['our own origin', { origin: 'http://practicum.example', host: 'practicum.example' }, 204],
      ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
      ['a sibling domain', { 'sec-fetch-site': 'same-site' }, 403],
      ['another origin', { origin: 'http://evil.example', host: 'practicum.example' }, 403],
      ['a sandboxed frame', { origin: 'null' }, 403],
      ['nowhere', {}, 403],
    ])('changes things only from us: %s', async (_name, from, status) => {
      const { headers } = await signIn();
      const answer = await application.app.inject({
        method: 'POST',
        url: '/api/sign-out',
        headers: { ...headers, ...from },
      });
      expect(answer.statusCode).toBe(status);
      const after = await application.app.inject({ url: '/api/me', headers });
      expect(after.statusCode).toBe(status === 204 ? 401 : 200);
    });
  });

  test('sends no answer without the headers that protect it', async () => {
    for (const url of ['/healthz', '/api/me', '/nothing']) {
      expect((await application.app.inject({ url })).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'cache-control': 'no-store',
      });
    }
  });
});

test('refuses to start with a route that declares no access', async () => {
  const app = Fastify();
  addAccessHook(app, undefined as never);
  expect(() => app.get('/forgotten', async () => 'x')).toThrow(
    "GET /forgotten declares no config.access: name its permission, or 'public'",
  );
});

test('refuses to start with a route that forgets whose its resource is', async () => {
  const app = Fastify();
  addAccessHook(app, undefined as never);
  const config = { access: { permission: 'seat.read' } } as const;
  expect(() => app.get('/api/seats/:seatId', { config }, async () => 'x')).toThrow('needs config.access.owners');
});
