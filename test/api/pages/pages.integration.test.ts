import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSignInLink } from '../../../api/people/sign-in-links.ts';
import { migrate } from '../../../api/store/migrate.ts';
import { openPgliteStore } from '../../../api/store/pglite-store.ts';
import type { Store } from '../../../api/store/store.ts';
import { openTestApplication, type TestApplication } from '../test-application.ts';

const sameSite = { 'sec-fetch-site': 'same-origin' };
const form = 'application/x-www-form-urlencoded';

describe('the plain pages over HTTP', () => {
  let store: Store;
  let application: TestApplication;

  beforeAll(async () => {
    store = await openPgliteStore(undefined);
    await migrate(store);
    application = await openTestApplication(store);
  });
  afterAll(async () => {
    await application[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  /** Signs in as an owner; `next` is where the form asks to be led. */
  async function signIn(next: string): Promise<LightMyRequestResponse> {
    const { email } = await application.person('olga', ['owner']);
    const by = { programmeId: application.programmeId, actor: 'system:test' as const };
    const link = await createSignInLink(store, by, { email, madeBy: 'start' });
    return application.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { ...sameSite, 'content-type': form },
      payload: new URLSearchParams({ link: link.secret, next }).toString(),
    });
  }

  async function ownerCookie(): Promise<string> {
    const cookie = (await signIn('/')).cookies[0];
    return `${cookie?.name}=${cookie?.value}`;
  }

  test('keeps the session where scripts cannot read it and other sites cannot use it', async () => {
    expect((await signIn('/')).cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  });

  test.each(['https://evil.example/', '//evil.example/', '/\\evil.example/', 'javascript:alert(1)'])(
    'a sign-in never leads to another site: %s',
    // mutant: redirect to whatever begins with a slash, caught by // and /\
    async (next) => {
      expect((await signIn(next)).headers.location).toBe('/');
    },
  );

  test('a sign-in leads back to the page that was asked for', async () => {
    expect((await signIn('/cohorts/x?y=1')).headers.location).toBe('/cohorts/x?y=1');
  });

  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a site beside us', { 'sec-fetch-site': 'same-site' }],
    ['of another origin', { origin: 'https://evil.example' }],
    ['from a sandboxed frame', { origin: 'null' }],
  ])('refuses a form %s, signed in or not', async (_from, headers) => {
    for (const cookie of [await ownerCookie(), '']) {
      const answer = await application.app.inject({
        method: 'POST',
        url: '/sign-in',
        headers: { ...headers, cookie, 'content-type': form },
        payload: 'link=x',
      });
      expect(answer.statusCode).toBe(403);
    }
  });

  test('allows no script or style but its own files, and is kept by no cache', async () => {
    const { headers } = await application.app.inject({ url: '/sign-in' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('serves style and script under their digest for good, and not under another one', async () => {
    const page = (await application.app.inject({ url: '/sign-in' })).body;
    const files = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files).toHaveLength(3);
    for (const url of files) {
      const file = await application.app.inject({ url });
      expect(file.headers['cache-control']).toContain('immutable');
      const other = await application.app.inject({ url: url.replace(/[0-9a-f]{16}/, '0'.repeat(16)) });
      expect(other.statusCode).toBe(404);
    }
  });

  test('takes people from an uploaded CSV, and shows what does not fit with its line and all that was sent', async () => {
    const cookie = await ownerCookie();
    const header = 'email,name,team,department,jobRole,timeZone,roles';
    const send = (csv: string) => {
      const body = new FormData();
      body.set('csv', '');
      body.set('csvFile', new File([csv], 'people.csv', { type: 'text/csv' }));
      return application.app.inject({
        method: 'POST',
        url: '/people',
        headers: { ...sameSite, cookie },
        payload: body,
      });
    };
    const refused = await send(`${header}\nana@bank.example,<b>Ana</b>,T,D,J,Nowhere/Town,learner`);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('timeZone');
    expect(refused.body).toContain('&#60;b&#62;Ana');
    expect(refused.body).not.toContain('<b>Ana');
    const taken = await send(`${header}\nana@bank.example,<b>Ana</b>,T,D,J,Europe/Prague,learner`);
    expect(taken.headers.location).toBe('/people?added=1&changed=0');
    const people = await application.app.inject({ url: '/people', headers: { cookie } });
    expect(people.body).not.toContain('<b>Ana');
  });

  test('tells a person without the role that the page is not theirs, in words', async () => {
    const learner = await application.person('lea', ['learner']);
    const answer = await application.ask(learner, { url: '/people' });
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('people.read');
  });
});
