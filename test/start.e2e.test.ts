// npm start on an empty state: the demonstration comes up, survives a kill, is found again.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StartedServer, startByNpm, startServer } from './started-server.ts';

let state = '';
let servers: StartedServer[] = [];

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'practicum-start-'));
});
afterEach(async () => {
  for (const server of servers) await server.end('SIGKILL');
  servers = [];
  rmSync(state, { recursive: true, force: true });
});

async function start(...options: string[]): Promise<StartedServer> {
  const server = startServer('--port', '0', '--state', state, ...options);
  servers.push(server);
  return server;
}

type Board = { seats: { sandbox: { sandboxId: string; status: string } }[] };

async function readSandboxes(server: StartedServer): Promise<string[]> {
  const { items } = await ask<{ items: { cohortId: string; key: string }[] }>(server, '/api/cohorts');
  expect(items.map((cohort) => cohort.key)).toEqual(['demonstration']);
  const board = await ask<Board>(server, `/api/cohorts/${items[0]?.cohortId}`);
  return board.seats.map((seat) => seat.sandbox.sandboxId).sort();
}

async function ask<T>(server: StartedServer, path: string): Promise<T> {
  const token = readFileSync(join(state, 'owner.token'), 'utf8').trim();
  const answer = await fetch(`${await server.url()}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

function sandboxFolders(): string[] {
  return readdirSync(join(state, 'sandboxes'))
    .filter((name) => name.startsWith('sbx_'))
    .sort();
}

test('brings up twelve sandboxes, prints three links, stops cleanly and finds its state again', async () => {
  const first = await start();
  const reviewer = await first.line(/^ {2}reviewer +(http:\S+)$/);
  const sandboxes = await readSandboxes(first);
  expect(sandboxes).toHaveLength(12);
  expect(sandboxFolders()).toEqual(sandboxes);
  expect((await fetch(`${await first.url()}/readyz`)).status).toBe(200);
  expect((await fetch(reviewer)).status).toBe(200);
  expect(await first.end('SIGINT')).toBe(0);

  const second = await start();
  await second.line(/^ {2}reviewer +(http:\S+)$/);
  expect(await readSandboxes(second)).toEqual(sandboxes);
  expect(second.output()).not.toContain('setting up');
});

test('goes on after kill -9 during apply with the same twelve sandboxes, none twice', async () => {
  // mutant: sandbox rows written by the loop instead of by apply's one transaction; caught here (other ids after the kill)
  const killed = await start();
  await killed.line(/^ {2}cohort +applied/);
  const ordered = await readSandboxes(killed);
  await killed.end('SIGKILL');

  const next = await start();
  await next.line(/^ {2}sandboxes 12 of 12 ready$/);
  expect(await readSandboxes(next)).toEqual(ordered);
  expect(sandboxFolders()).toEqual(ordered);
});

test('goes on after kill -9 before anything was applied', async () => {
  const killed = await start();
  await killed.line(/^ {2}bank /);
  await killed.end('SIGKILL');
  const next = await start();
  await next.line(/^ {2}reviewer /);
  expect(await readSandboxes(next)).toHaveLength(12);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'ends with npm when npm ends by %s, and lets the next start in',
  async (signal) => {
    // mutant: without the look at the parent process the server lives on, and the next start finds its state locked
    const byNpm = startByNpm('--port', '0', '--state', state, '--no-demo');
    servers.push(byNpm);
    await byNpm.line(/^Ctrl-C stops/);
    await byNpm.end(signal);
    const next = await start('--no-demo');
    await next.line(/^Ctrl-C stops/);
  },
);

test('leaves an installation alone on which people have begun to work', async () => {
  const begun = await start('--no-demo');
  await begun.line(/^ {2}owner /);
  const token = readFileSync(join(state, 'owner.token'), 'utf8').trim();
  const person = { name: 'A', team: 'T', department: 'D', jobRole: 'R', timeZone: 'UTC' };
  const added = await fetch(`${await begun.url()}/api/people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ people: [{ ...person, email: 'a@bank.example' }] }),
  });
  expect(added.ok).toBe(true);
  expect(await begun.end('SIGINT')).toBe(0);
  const again = await start();
  await again.line(/^Ctrl-C stops/);
  expect(again.output()).not.toContain('setting up the demonstration');
});
