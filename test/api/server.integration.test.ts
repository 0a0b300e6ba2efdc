// The server's process: what it says when it cannot start, and how it stops and comes back.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { openPgliteStore } from '../../api/store/pglite-store.ts';
import { type StartedServer, startServerWith } from '../started-server.ts';
import { openFreshPostgres } from '../stores.ts';

let folder: string;
let state: string;
const started: StartedServer[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practicum-server-'));
  state = join(folder, 'state');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.end('SIGKILL')));
  await rm(folder, { recursive: true, force: true });
});

function start(...flags: string[]): StartedServer {
  return startWith({}, ...flags);
}

function startWith(env: Record<string, string>, ...flags: string[]): StartedServer {
  const server = startServerWith(env, '--no-demo', '--state', state, ...flags);
  started.push(server);
  return server;
}

/** The address of a server, once it says that it is up. */
async function urlOf(server: StartedServer): Promise<string> {
  await server.line(/Ctrl-C stops/);
  return server.url();
}

const me = async (url: string, token: string) =>
  (await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).json();
const ownerToken = async () => (await readFile(join(state, 'owner.token'), 'utf8')).trim();

test('starts, is ready, lets the owner in, stops on Ctrl-C and comes back as it was', async () => {
  const first = start('--port', '0');
  const url = await urlOf(first);
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ready: true });
  expect(JSON.parse(await readFile(join(state, 'server.json'), 'utf8'))).toMatchObject({ url, pid: first.pid });
  expect((await stat(join(state, 'owner.token'))).mode & 0o777).toBe(0o600);
  const token = await ownerToken();
  const owner = await me(url, token);
  expect(owner).toMatchObject({ roles: ['owner'] });

  const link = /owner +\S+link=(\S+)/.exec(first.output())?.[1];
  const signIn = () =>
    fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link }),
    });
  expect((await signIn()).status).toBe(200);
  expect((await signIn()).status).toBe(401);

  // Two at once, as a terminal and npm send them: one wish.
  void first.end('SIGINT');
  expect(await first.end('SIGINT')).toBe(0);
  expect((await readdir(state)).filter((name) => /^(lock|server)/.test(name))).toEqual([]);

  const second = start('--port', '0');
  expect(await me(await urlOf(second), token)).toEqual(owner);
  expect(await ownerToken()).toBe(token);
});

test('comes back after kill -9, and keeps a second server off its state while it runs', async () => {
  const killed = start('--port', '0');
  await urlOf(killed);
  const token = await ownerToken();
  await killed.end('SIGKILL');

  const next = start('--port', '0');
  const url = await urlOf(next);
  expect(await me(url, token)).toMatchObject({ roles: ['owner'] });

  const other = start('--port', '0');
  expect(await other.ended).toBe(1);
  expect(other.output()).toContain(`is in use by process ${next.pid}`);
  expect(other.output()).toContain(`Its server answers at ${url}`);
});

test('stops though clients keep their connections open', async () => {
  const server = start('--port', '0');
  const url = await urlOf(server);
  const agent = new Agent({ keepAlive: true });
  const idle = get(`${url}/healthz`, { agent });
  await once(idle, 'response');
  const stuck = connect(Number(new URL(url).port), '127.0.0.1');
  await once(stuck, 'connect');
  stuck.write('POST /api/people HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n');
  stuck.on('error', () => {});
  // mutant: waiting for every connection to end by itself waits for ever
  expect(await server.end('SIGTERM')).toBe(0);
  agent.destroy();
});

test('works as one with another process over one PostgreSQL', async (context) => {
  const postgres = inject('postgres');
  if ('absent' in postgres) return context.skip(postgres.absent);
  await using store = await openFreshPostgres(postgres.url);
  const database = { DATABASE_URL: store.url };
  const one = startWith(database, '--port', '0');
  const url = await urlOf(one);
  const token = await ownerToken();
  // The same state directory too: no lock is needed where the database is a server's.
  const other = startWith(database, '--port', '0');
  const otherUrl = await urlOf(other);
  expect(await me(otherUrl, token)).toEqual(await me(url, token));
  await one.end('SIGKILL');
  expect(await (await fetch(`${otherUrl}/readyz`)).json()).toMatchObject({ ready: true });
  expect(await other.end('SIGTERM')).toBe(0);
});

test('says that a port is taken before it does anything else', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  try {
    const server = start('--port', String(port));
    expect(await server.ended).toBe(1);
    expect(server.output()).toBe(
      `Port ${port} on 127.0.0.1 is taken: stop what uses it, or choose another: npm start -- --port ${port + 1}`,
    );
    expect(existsSync(state)).toBe(false);
  } finally {
    taken.close();
  }
});

test.each([
  ['--prot', ["Unknown option '--prot'", 'Starts Practicum']],
  ['--port=http', ['--port: expected a number from 0 to 65535, got http']],
])('refuses %s with exit code 2', async (flag, said) => {
  const server = start(flag);
  expect(await server.ended).toBe(2);
  for (const text of said) expect(server.output()).toContain(text);
});

test('refuses a state directory of a newer version', async () => {
  await mkdir(state);
  await writeFile(join(state, 'format.json'), '{"format":2}');
  const server = start('--port', '0');
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain('written by a newer Practicum');
});

test('refuses a store whose clock was shifted', async () => {
  const first = start('--port', '0');
  await urlOf(first);
  expect(await first.end('SIGTERM')).toBe(0);
  {
    await using store = await openPgliteStore(join(state, 'database'));
    await store.transact((tx) => sql`insert into clock_shift (shift) values ('48 hours')`.execute(tx));
  }
  const server = start('--port', '0');
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain('The clock of this store is shifted by 48:00:00');
});
