// A state directory has one user at a time, outlives any crash, and refuses what a newer version wrote.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../api/clock.ts';
import { findProcessBirth } from '../../../api/store/process-birth.ts';
import { findRunningServer, openStateDirectory } from '../../../api/store/state-directory.ts';
import { takeStateLock } from '../../../api/store/state-lock.ts';

let folder: string;
const started: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practicum-state-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const open = () => openStateDirectory(folder, { exclusive: true, clock: systemClock });

/** Starts a process that takes the lock; resolves with what it said. */
async function startHolder(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hold-state-lock.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

test('is for this account alone', async () => {
  const path = join(folder, 'new');
  await using _state = await openStateDirectory(path, { exclusive: true, clock: systemClock });
  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

test('names the process that uses it, and the server to ask instead', async () => {
  await using state = await open();
  await expect(open()).rejects.toThrow(`is in use by process ${process.pid} on ${hostname()}`);
  await state.nameServer('http://127.0.0.1:4400');
  await expect(open()).rejects.toThrow('Its server answers at http://127.0.0.1:4400');
});

test('is free again at the end, with nothing left behind', async () => {
  for (let round = 0; round < 2; round++) {
    await using state = await open();
    await state.nameServer('http://127.0.0.1:4400');
  }
  expect(await readdir(folder)).toEqual(['format.json']);
});

test('is taken over from a process that was killed', async () => {
  const { child, said } = await startHolder();
  expect(said).toBe('holds');
  await expect(open()).rejects.toThrow(`in use by process ${child.pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await using _state = await open();
  expect((await readdir(folder)).filter((name) => name.startsWith('lock.'))).toHaveLength(1);
});

test('is never held by two of many that start at once over a dead one', async () => {
  const { child } = await startHolder();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const said = (await Promise.all(Array.from({ length: 5 }, startHolder))).map((holder) => holder.said);
  // mutant: looking at the others before laying the own claim lets two hold
  expect(said.filter((word) => word === 'holds').length).toBeLessThanOrEqual(1);
});

test('does not take a process that was given the number of the dead one for it', async () => {
  const claim = { host: hostname(), pid: process.pid, birth: 'in another life' };
  await writeFile(join(folder, `lock.${process.pid}-dead`), JSON.stringify(claim));
  const lock = await takeStateLock(folder, systemClock);
  expect(lock).not.toHaveProperty('heldBy');
});

test('is not taken from another host, of which nothing can be known', async () => {
  const claim = { host: 'elsewhere', pid: 1, birth: 'x' };
  await writeFile(join(folder, 'lock.1-far'), JSON.stringify(claim));
  await expect(open()).rejects.toThrow(/process 1 on elsewhere.*remove .*lock\.1-far/);
});

test('names no server that was killed', async () => {
  await writeFile(
    join(folder, 'server.json'),
    JSON.stringify({ url: 'http://x', pid: process.pid, birth: 'in another life' }),
  );
  expect(await findRunningServer(folder)).toBeUndefined();
  await writeFile(
    join(folder, 'server.json'),
    JSON.stringify({ url: 'http://x', pid: process.pid, birth: findProcessBirth(process.pid) }),
  );
  expect(await findRunningServer(folder)).toEqual({ url: 'http://x', pid: process.pid });
});

test.each([
  ['{"format":2}', 'has format 2, written by a newer Practicum'],
  ['{}', 'a format.json that is none of ours'],
])('refuses format.json %s', async (text, message) => {
  await writeFile(join(folder, 'format.json'), text);
  await expect(open()).rejects.toThrow(message);
  expect(await readFile(join(folder, 'format.json'), 'utf8')).toBe(text);
});
