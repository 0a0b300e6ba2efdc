// Ctrl-C ends a command cleanly: its own exit code, and nothing half made.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateBank } from '../../../datasets/bank/generate-bank.ts';
import { launcher, practicumIn } from './run-practicum.ts';

const policy = join(import.meta.dirname, '..', '..', '..', 'tracks', 'policies', 'pd-12-bank.yaml');
let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'practicum-interrupt-'));
  await generateBank({ dir: join(home, 'bank'), customers: 20_000, seed: 1 });
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** A terminal sends the signal to the whole group: to the launcher and to the process that it started. */
function interruptAt(moment: RegExp, commandLine: string[]): Promise<{ exitCode: number | null; stderr: string }> {
  const env = { PATH: process.env['PATH'], HOME: home };
  const child = spawn(launcher, commandLine, { cwd: home, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  let interrupted = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (interrupted || !moment.test(stderr) || child.pid === undefined) return;
    interrupted = true;
    process.kill(-child.pid, 'SIGINT');
  });
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, stderr })));
}

// mutant: without the signal handed to the engine the extract is made whole, caught by the exit code and the folder
test.each([/load 1\/|extract 1\//, /transform/])(
  'extract run that is interrupted at %s leaves nothing',
  async (moment) => {
    await rm(join(home, 'bank.key'), { force: true });
    await practicumIn(home)('key', 'create', 'bank.key');
    const out = await mkdtemp(join(home, 'out-'));
    const options = ['--source', 'bank', '--out', join(out, 'extract'), '--key-file', 'bank.key', '--unsigned'];
    const { exitCode, stderr } = await interruptAt(moment, ['extract', 'run', policy, ...options]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 130, stderr: expect.stringMatching(/Interrupted\.\n$/) });
    expect(await readdir(out)).toEqual([]);
  },
);

test('a command that opened the state directory lets go of it', async () => {
  await writeFile(join(home, 'people.csv'), 'email,name,team,department,jobRole,timeZone\n');
  const commandLine = ['people', 'add', 'people.csv', '--state', 'state'];
  expect((await interruptAt(/opening the embedded database/, commandLine)).exitCode).toBe(130);
  expect((await practicumIn(home)(...commandLine)).exitCode).toBe(0);
});
