// Every route of the application, for every role, with what is one's own and what is another's: as the table of permissions says.
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { sessionCookieName } from '../../api/people/access-hook.ts';
import { findReach, type Role, roles } from '../../api/people/permissions.ts';
import type { RouteAccess } from '../../api/people/route-access.ts';
import { agreeOnWorkspaceRoot } from '../../api/sandboxes/runtimes/workspace/workspace-root.ts';
import { WorkspaceRuntime } from '../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import { newId } from '../../api/store/ids.ts';
import { migrate } from '../../api/store/migrate.ts';
import { openPgliteStore } from '../../api/store/pglite-store.ts';
import { peopleCohort } from './peopled-cohort.ts';
import { openTestApplication, type TestPerson } from './test-application.ts';

// The routes are known only once the application is composed, and each is to be a test of its own name.
const stack = new AsyncDisposableStack();
const store = stack.use(await openPgliteStore(undefined));
await migrate(store);
const runtimes = new Map();
const application = stack.use(await openTestApplication(store, { runtimes }));
const root = await agreeOnWorkspaceRoot(store, join(application.folder, 'sandboxes'));
runtimes.set('workspace', stack.use(new WorkspaceRuntime(root)));
const cohort = await peopleCohort(application);
afterAll(() => stack.disposeAsync());

const { routeTable } = application.app;
type Route = (typeof routeTable)[number];
type Guarded = Route & { access: Exclude<RouteAccess, 'public'> };

/** `own` is of learner-1 and reviewer-1, `others` of learner-2 and reviewer-2, `unknown` of nobody. */
const holdings = ['own', 'others', 'unknown'] as const;
type Holding = (typeof holdings)[number];

/** A value for every param that a route may have. A new param needs one here, of a thing that exists and has its owner. */
function exampleOf(param: string, holding: Holding): string {
  const seat = cohort.seats[holding === 'own' ? 0 : 1];
  const known = holding !== 'unknown';
  const values: Record<string, string> = {
    seatId: known ? seat.seat.seatId : newId('seat'),
    sandboxId: known ? seat.seat.sandboxId : newId('sandbox'),
    submissionId: known ? seat.submissionId : newId('submission'),
    roundId: known ? seat.roundId : newId('round'),
    leaseId: known ? seat.leaseId : newId('lease'),
    cohortId: known ? cohort.cohortId : newId('cohort'),
    extractId: known ? cohort.extractId : newId('extract'),
    task: seat.seat.tasks[0]?.task ?? '',
    tool: 'sql',
    key: 'pd-12',
    sha256: '0'.repeat(64),
    '*': 'answer.md',
  };
  const value = values[param];
  if (value !== undefined) return value;
  throw new Error(
    `No test knows the param :${param}. Add it to exampleOf in ${import.meta.filename}, with an owner if it has one.`,
  );
}

function urlOf(route: Route, holding: Holding): string {
  const url = route.url.replace(/:([A-Za-z0-9]+)/g, (_text, param: string) => exampleOf(param, holding));
  return url.replace('*', exampleOf('*', holding));
}

/** A person of one role; for learner and reviewer the one whose own things `own` names. Always with a fresh token. */
const personOf = (role: Role): Promise<TestPerson> =>
  application.person(role === 'learner' || role === 'reviewer' ? `${role}-1` : role, [role]);

type Outcome = 'let in' | 'not signed in' | 'not permitted' | 'not found' | `${number} of ours`;

/** Bodies are left out: who may ask is decided before anything that was sent is read, and so nothing is changed. */
async function ask(as: TestPerson | undefined, route: Route, holding: Holding): Promise<Outcome> {
  const answer = await application.app.inject({
    method: route.method as 'GET',
    url: urlOf(route, holding),
    // As a browser asks, since pages know sessions alone.
    headers: as ? { cookie: `${sessionCookieName}=${as.token}`, 'sec-fetch-site': 'same-origin' } : {},
    // An event stream would never end by itself.
    payloadAsStream: true,
  });
  const stream = answer.stream();
  const isPage = String(answer.headers['content-type']).startsWith('text/html');
  const body = answer.statusCode < 400 || isPage ? '' : await text(stream);
  stream.destroy();
  const code = body.startsWith('{') ? JSON.parse(body).code : undefined;
  // Pages answer in HTML, and lead who is not signed in to the sign-in page.
  if (answer.statusCode === 401 || String(answer.headers.location).startsWith('/sign-in')) return 'not signed in';
  if (code === 'not-permitted' || (answer.statusCode === 403 && (isPage || route.method === 'HEAD')))
    return 'not permitted';
  if (answer.statusCode === 404) return 'not found';
  return answer.statusCode === 500 ? '500 of ours' : 'let in';
}

const guarded = routeTable.filter((route): route is Guarded => route.access !== 'public');
const reachOf = (route: Guarded, role: Role) => findReach([role], route.access.permission);

describe('is asked for at', () => {
  test.each(guarded.map((route) => [`${route.method} ${route.url}`, route] as const))('%s', async (_name, route) => {
    expect(await ask(undefined, route, 'own')).toBe('not signed in');
    for (const role of roles) {
      const person = await personOf(role);
      const told = async (holding: Holding) =>
        `${role}, ${holding}: ${await ask(await personOf(role), route, holding)}`;
      const reach = reachOf(route, role);
      const limited = reach === 'own' && route.access.owners !== undefined;
      if (reach === undefined) {
        expect(await told('own')).toBe(`${role}, own: not permitted`);
        expect(await told('others')).toBe(`${role}, others: not permitted`);
        continue;
      }
      expect(await told('own')).toMatch(/: (let in|not found)$/);
      expect(await told('others')).toMatch(limited ? /: not permitted$/ : /: (let in|not found)$/);
      if (limited) expect(await told('unknown')).toBe(`${role}, unknown: not found`);
      expect(person.personId).toMatch(/^per_/);
    }
  });
});

test('nothing else answers without being asked who asks', () => {
  // A new public route is a decision: write it down here.
  const open = routeTable.filter((route) => route.access === 'public' && route.method !== 'HEAD');
  expect(open.map((route) => `${route.method} ${route.url}`).sort()).toEqual([
    'GET /api/receipt-key',
    'GET /assets/:digest/:name',
    'GET /healthz',
    'GET /openapi.json',
    'GET /readyz',
    'GET /sign-in',
    'POST /api/sign-in',
    'POST /sign-in',
    'POST /sign-out',
  ]);
});

test('a walk that lets a wrong reach pass would be seen', async () => {
  // mutant: an owners() that names everybody; the walk above must tell it from the real one
  const route = guarded.find((each) => each.url === '/api/seats/:seatId' && each.method === 'GET');
  expect(route?.access.owners).toBeDefined();
  const learner = await personOf('learner');
  expect(await ask(learner, route as Route, 'others')).toBe('not permitted');
  expect(await ask(learner, route as Route, 'own')).toBe('let in');
});
