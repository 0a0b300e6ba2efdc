// The bench command as a caller sees it: a file, a last line, an exit code.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const program = join(import.meta.dirname, '..', '..', 'bench', 'run.ts');
let folder: string;

const measurement = `export const run = async ({ full }) => {
  console.log('chatter that must not be last');
  return { figures: { answer: full ? 42 : 41, unknown: null }, seed: 5, notes: { how: 'by thought' } };
};`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practicum-bench-'));
  for (const [kind, name, source] of [
    ['benches', 'thought', measurement],
    ['benches', 'broken', 'export const run = async () => { throw new Error("no luck"); };'],
    ['benches', 'empty', 'export const ran = 1;'],
    ['faults', 'crash', measurement],
  ] as const) {
    await mkdir(join(folder, kind), { recursive: true });
    await writeFile(join(folder, kind, `${name}.ts`), source);
  }
});
afterAll(() => rm(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--folder', folder], {
    encoding: 'utf8',
  });
  return { status, stderr, last: stdout.trimEnd().split('\n').at(-1) ?? '' };
}

describe('a run', () => {
  // mutant: the result is printed before the harness ends, caught by the chatter.
  test('writes its result and prints the same as its last line', async () => {
    const { status, last } = run('bench', 'thought');
    expect(status).toBe(0);
    const printed = JSON.parse(last);
    expect(printed).toMatchObject({ figures: { answer: 41, unknown: null }, seed: 5, notes: { how: 'by thought' } });
    expect(printed.versions).toEqual({
      node: process.versions.node,
      duckdb: expect.stringMatching(/^\d/),
      pglite: expect.stringMatching(/^\d/),
      package: expect.stringMatching(/^\d/),
    });
    expect(printed.machine).toEqual({
      cpu: expect.any(String),
      cores: expect.any(Number),
      memoryMiB: expect.any(Number),
    });
    expect(JSON.parse(await readFile(join(folder, 'results', 'thought.json'), 'utf8'))).toEqual(printed);
  });

  test('says nothing of whose machine it was', () => {
    expect(run('bench', 'thought').last).not.toContain(hostname());
  });

  // mutant: --full overwrites the short run's file, caught here.
  test('of a fault harness keeps its full run beside the short one', async () => {
    expect([run('fault', 'crash').status, run('fault', 'crash', '--full').status]).toEqual([0, 0]);
    const answer = async (file: string) =>
      JSON.parse(await readFile(join(folder, 'results', file), 'utf8')).figures.answer;
    expect([await answer('fault-crash.json'), await answer('fault-crash-full.json')]).toEqual([41, 42]);
  });

  test('that fails exits 1 with its reason and writes nothing', async () => {
    const { status, stderr } = run('bench', 'broken');
    expect([status, stderr]).toEqual([1, expect.stringContaining('no luck')]);
    expect(await readdir(join(folder, 'results'))).not.toContain('broken.json');
  });

  test('of a module without run() says what was expected', () => {
    expect(run('bench', 'empty')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('export the function run'),
    });
  });
});

describe('a wrong call exits 2', () => {
  // mutant: the name is joined to a path unchecked, caught by the way out of the folder.
  test.each(['thougth', '../faults/crash', 'crash'])('for the unknown name %s, and says which exist', (name) => {
    expect(run('bench', name)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('one of broken, empty, thought'),
    });
  });

  test.each([[[]], [['bench']], [['race', 'thought']], [['bench', 'thought', '--fast']]])(
    'for the arguments %j',
    (args) => {
      expect(run(...args).status).toBe(2);
    },
  );
});
