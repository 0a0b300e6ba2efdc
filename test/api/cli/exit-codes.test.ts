// Every way in which a command ends has its own code, with one document for machines.
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitTable } from '../../../api/cli/exit-codes.ts';
import { explainError } from '../../../api/cli/explain-error.ts';
import { Problem, problemCodes } from '../../../api/problems.ts';
import { ExtractError, extractErrorCodes } from '../../../datasets/extract-error.ts';
import { runQuietly } from './quiet-terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practicum-exit-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...commandLine: string[]) => runQuietly(folder, commandLine);

describe('exit codes', () => {
  test('are told apart', () => {
    const codes = Object.values(exitTable).map(([code]) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('0: done', async () => {
    expect(await run('key', 'create', 'bank.key')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await stat(join(folder, 'bank.key'))).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(join(folder, 'bank.key'), 'utf8'), 'base64')).toHaveLength(32);
  });

  test.each([
    ['no such command', ['extrct', 'run']],
    ['an option that there is not', ['tracks', 'list', '--colour']],
    ['a missing argument', ['extract', 'verify']],
    ['a missing option', ['extract', 'run', 'policy.yaml', '--out', 'x', '--key-file', 'k']],
    ['a number that is none', ['cohort', 'apply', 'cohort.yaml', '--timeout', 'soon']],
    ['two places to ask', ['cohort', 'status', '--server', 'http://127.0.0.1:1', '--state', 'state']],
    ['a server that is no URL', ['cohort', 'status', '--server', 'localhost']],
  ])('2: %s', async (_what, commandLine) => {
    const { exitCode, stdout, stderr } = await run(...commandLine);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('3: a file that is not there, named', async () => {
    const { exitCode, stderr } = await run('cohort', 'plan', 'no-such.yaml', '--state', 'state');
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`${join(folder, 'no-such.yaml')}: expected a file of UTF-8 text, got none (ENOENT)`);
  });

  test('3: a key file that others can read', async () => {
    await run('key', 'create', 'open.key');
    await chmod(join(folder, 'open.key'), 0o644);
    await writeFile(join(folder, 'policy.yaml'), 'schema: practicum/extract-policy/1\n');
    const options = ['--source', '.', '--out', 'out', '--key-file', 'open.key'];
    const { exitCode } = await run('extract', 'run', 'policy.yaml', ...options);
    expect(exitCode).toBe(3);
  });

  test('3: a policy with an unknown key, by file, line and what was expected', async () => {
    await writeFile(join(folder, 'wrong.yaml'), 'schema: practicum/extract-policy/1\nname: x\ntabels: {}\n');
    const options = ['--source', '.', '--out', 'out', '--key-file', 'bank.key'];
    const { exitCode, stderr } = await run('extract', 'run', 'wrong.yaml', ...options);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^ {2}wrong\.yaml:\d+: .*expected .*, got /m);
  });

  test('5: nobody answers', async () => {
    const { exitCode, stderr } = await run('cohort', 'status', '--server', 'http://127.0.0.1:1');
    expect(exitCode).toBe(5);
    expect(stderr).toContain('http://127.0.0.1:1 does not answer');
  });

  test('7: a folder without a seal', async () => {
    expect((await run('extract', 'verify', '.')).exitCode).toBe(7);
  });

  // mutant: printing the lines on stdout too makes two documents, caught here
  test('--json gives one document on stdout, a refusal too', async () => {
    const { exitCode, stdout, stderr } = await run('people', 'add', 'no-such.csv', '--json', '--state', 'state');
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'refused', exitCode, message: stderr.split('\n')[0], findings: [] },
    });
  });
});

describe('every foreseen error', () => {
  test.each(problemCodes)('problem %s: a refusal is never called a failure of ours', (code) => {
    const problem = new Problem(code, 'what was expected');
    const { exit, lines } = explainError(problem, false);
    expect(exit === 'failed').toBe(code === 'internal-failure');
    expect(lines).toEqual(['what was expected']);
  });

  test.each(extractErrorCodes)('extract error %s has an exit code of its own kind', (code) => {
    const { exit } = explainError(new ExtractError(code, 'what was expected'), false);
    expect(exit === 'failed').toBe(code === 'engine-failed');
  });

  test('findings are told as file:line: message', () => {
    const findings = [{ code: 'x', path: 'cohort.yaml', line: 7, message: 'expected a day, got soon' }];
    const { lines } = explainError(new Problem('invalid-document', 'Refused.', { findings }), false);
    expect(lines).toEqual(['Refused.', '  cohort.yaml:7: expected a day, got soon']);
  });

  test('an unforeseen one tells its cause and no stack', () => {
    const error = new Error('the disk', { cause: new Error('ENOSPC: no space left') });
    const { exit, lines } = explainError(error, false);
    expect(exit).toBe('failed');
    expect(lines.join('\n')).toContain('Cause: ENOSPC: no space left');
    expect(lines.join('\n')).not.toMatch(/\n\s+at /);
  });

  test('after Ctrl-C whatever was cut off is an interruption', () => {
    expect(explainError(new Error('aborted'), true).exit).toBe('interrupted');
  });
});
