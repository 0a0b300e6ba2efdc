// A command answers the same whether a server runs on the state directory or not, and acts as the person it is told.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { practicumIn } from './run-practicum.ts';
import { servePracticum } from './serve-practicum.ts';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'practicum-one-way-'));
  const rows = ['olga@bank.example,Owner,owner', 'bara@bank.example,Learner,learner'].map((row) => {
    const [email, name, roles] = row.split(',');
    return `${email},${name},Risk,Risk,Analyst,Europe/Prague,${roles}`;
  });
  await writeFile(join(home, 'people.csv'), ['email,name,team,department,jobRole,timeZone,roles', ...rows].join('\n'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const Link = z.object({ url: z.string() });

test('without a server, with one, and after it has stopped', async () => {
  const practicum = practicumIn(home);
  const added = await practicum.json(0, 'people', 'add', 'people.csv', '--state', 'state');
  expect(added).toEqual({ added: 2, changed: 0, unchanged: 0 });
  {
    await using served = await servePracticum(home, 'state');
    const again = { added: 0, changed: 0, unchanged: 2 };
    expect(await practicum.json(0, 'people', 'add', 'people.csv', '--state', 'state')).toEqual(again);
    // Named by its URL, the state directory's own token is nobody's business.
    const asked = ['people', 'add', 'people.csv', '--server', served.url];
    expect(await practicum.json(3, ...asked)).toMatchObject({ error: { code: 'not-signed-in' } });
    expect(await practicum.json(0, ...asked, '--token-file', 'state/owner.token')).toEqual(again);

    const link = Link.parse(await practicum.json(0, 'people', 'link', 'bara@bank.example', '--state', 'state'));
    expect(link.url.startsWith(served.url)).toBe(true);
    expect(await practicum.json(0, 'login', link.url, '--state', 'state')).toMatchObject({
      person: { email: 'bara@bank.example' },
    });
    const kept = join(home, '.config', 'practicum', 'tokens.json');
    expect((await stat(kept)).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(await readFile(kept, 'utf8')))).toEqual([join(home, 'state')]);
    // A link works once.
    expect(await practicum.json(3, 'login', link.url, '--state', 'state')).toMatchObject({
      error: { code: 'link-spent' },
    });
    expect(await served.stop()).toBe(0);
  }
  // Who logged in goes before the owner of the state directory, with the server or without it.
  const asLearner = await practicum.json(3, 'people', 'add', 'people.csv', '--state', 'state');
  expect(asLearner).toMatchObject({ error: { code: 'not-permitted' } });
  const asOwner = await practicum('cohort', 'status', '--state', 'state', '--token-file', 'state/owner.token');
  expect(asOwner).toMatchObject({ exitCode: 0, stdout: 'There is no cohort yet.\n' });
});

test('two commands at once do not open one embedded database twice', async () => {
  const practicum = practicumIn(home);
  const token = ['--state', 'state', '--token-file', 'state/owner.token'];
  const ran = await Promise.all([1, 2, 3].map(() => practicum('cohort', 'status', ...token)));
  for (const { exitCode, stdout, stderr } of ran) {
    expect([0, 5]).toContain(exitCode);
    if (exitCode === 5) expect(stderr).toContain('is in use by process');
    else expect(stdout).toBe('There is no cohort yet.\n');
  }
  expect(ran.some(({ exitCode }) => exitCode === 0)).toBe(true);
});
