// The pages for people say what is so: every command, every exit code, examples that the program itself accepts.
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exitTable } from '../../../api/cli/exit-codes.ts';
import { CohortManifest } from '../../../api/cohorts/cohort-manifest.ts';
import { parsePolicy } from '../../../datasets/policy/parse-policy.ts';
import { transformNames } from '../../../datasets/policy/transform-names.ts';
import { commandsOf } from './commands-of.ts';
import { runQuietly } from './quiet-terminal.ts';

const page = (name: string) => readFile(join(import.meta.dirname, '..', '..', '..', 'docs', name), 'utf8');
const exampleIn = (text: string) => /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';

describe('docs/cli.md', () => {
  const leaves = commandsOf().filter(({ command }) => command.commands.length === 0);

  test.each(leaves)('has practicum $words', async ({ words }) => {
    expect(await page('cli.md')).toMatch(new RegExp(`^\\| \`practicum ${words.join(' ')}\\b`, 'm'));
  });

  test.each(Object.values(exitTable))('has exit code %i: %s', async (code, meaning) => {
    expect(await page('cli.md')).toContain(`| ${code} | ${meaning} |`);
  });

  test('names no command that there is not', async () => {
    const text = `${await page('cli.md')}${await page('policy.md')}${await page('cohort-manifest.md')}`;
    for (const [, words = ''] of text.matchAll(/^ {4}practicum ([a-z]+(?: [a-z]+)?)/gm)) {
      const help = await runQuietly(tmpdir(), [...words.split(' '), '--help']);
      expect({ words, exitCode: help.exitCode }).toEqual({ words, exitCode: 0 });
    }
  });
});

describe('docs/policy.md', () => {
  test('shows a policy that is one', async () => {
    const policy = new TextEncoder().encode(exampleIn(await page('policy.md')));
    expect(parsePolicy(policy, 'policy.md').policy.name).toBe('retail-loans');
  });

  test.each(transformNames)('explains %s', async (name) => {
    expect(await page('policy.md')).toContain(`| \`${name}`);
  });
});

describe('docs/cohort-manifest.md', () => {
  test('shows a manifest that is one, once its files are put in', async () => {
    const { rosterCsv, extract, ...manifest } = parse(exampleIn(await page('cohort-manifest.md')));
    expect({ rosterCsv, extract }).toEqual({ rosterCsv: 'roster.csv', extract: 'out/bank' });
    const roster = [{ email: 'a@bank.example', track: 'builders' }];
    const sent = { ...manifest, roster, extract: `sha256:${'0'.repeat(64)}` };
    expect(CohortManifest.safeParse(sent).error).toBeUndefined();
  });
});
