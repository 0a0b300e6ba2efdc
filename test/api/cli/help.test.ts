// The help of every command is a published surface: a change of it is seen here.
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { commandsOf } from './commands-of.ts';
import { runQuietly } from './quiet-terminal.ts';

const commands = commandsOf();

describe('help', () => {
  test.each(commands)('of practicum $words is what it was', async ({ words }) => {
    const { exitCode, stdout, stderr } = await runQuietly(tmpdir(), [...words, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await expect(`${stdout}\n`).toMatchFileSnapshot(`__snapshots__/${['practicum', ...words].join('-')}.txt`);
  });

  // mutant: a command made without newCommand has neither, caught here
  test.each(commands.filter(({ command }) => command.commands.length === 0))(
    'of practicum $words has a purpose of one line, an example and its exit codes',
    async ({ command, words }) => {
      expect(command.summary()).toMatch(/^[A-Z][^\n]{10,110}\.$/);
      const { stdout } = await runQuietly(tmpdir(), [...words, '--help']);
      expect(stdout).toContain(`\nExample:\n  practicum ${words.join(' ')}`);
      expect(stdout).toMatch(/\nExit codes:\n {4}0 {2}Done\.\n/);
    },
  );

  test('is what a group or the bare program answers with, as a command line that cannot be understood', async () => {
    for (const words of [[], ['extract'], ['cohort']]) {
      const { exitCode, stdout, stderr } = await runQuietly(tmpdir(), words);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain('Usage: practicum');
    }
  });
});
