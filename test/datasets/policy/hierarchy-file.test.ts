import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExtractError } from '../../../datasets/extract-error.ts';
import { parseHierarchy, readHierarchies } from '../../../datasets/policy/hierarchy-file.ts';

const read = (text: string) => parseHierarchy(Buffer.from(text), (sentence) => new Error(sentence));

it.each([
  ['semicolons', '81667;8166*;816**;*\n81668;8166*;816**;*\n'],
  ['commas, Windows line ends and a byte order mark', '\ufeff81667,8166*,816**,*\r\n81668,8166*,816**,*\r\n'],
  ['quotes', '"81667";"8166*";816**;*\n81668;8166*;"816**";*'],
])('reads ARX files with %s', (_what, text) => {
  expect(read(text)).toEqual({
    levels: 3,
    rows: [
      ['81667', '8166*', '816**', '*'],
      ['81668', '8166*', '816**', '*'],
    ],
  });
});

it.each([
  ['ragged lines', 'a;x;*\nb;*', /line 2: expected 3 columns as in line 1, got 2/],
  ['a value twice', 'a;x\na;y', /line 2: expected every value once/],
  // mutant: skip the check of parents; a coarser level would then tell more than a finer one.
  ['levels that part again', 'a;x;1\nb;x;2', /line 2: expected all of one name on level 1 under one name on level 2/],
  ['values without levels', 'a\nb', /expected a value with at least one level/],
  ['nothing', '', /expected a value with at least one level/],
  ['broken quotes', '"a;x\nb;x', /expected lines of UTF-8 CSV/],
])('refuses %s, and repeats no value', (_what, text, message) => {
  expect(() => read(text)).toThrow(message);
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practicum-hierarchy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const policyWith = (sha256: string, file = 'zip.csv') => ({
  privacy: { hierarchies: {} },
  tables: {
    people: {
      key: ['id'],
      columns: { zip: { type: 'text' as const, generalize: { hierarchy: { file, sha256, level: 1 } } } },
    },
  },
});
const refuse = (path: readonly PropertyKey[], sentence: string) =>
  new ExtractError('bad-policy', `${path.map(String).join('.')}: ${sentence}`);

it('reads a file by the digest that the policy pins, and tells the actual one where they differ', async () => {
  const text = 'a;x;*\nb;x;*\n';
  const digest = createHash('sha256').update(text).digest('hex');
  await writeFile(join(folder, 'zip.csv'), text);
  expect((await readHierarchies(policyWith(digest), folder, refuse)).get(digest)?.levels).toBe(2);
  // mutant: take the file as it is; caught here.
  await expect(readHierarchies(policyWith('0'.repeat(64)), folder, refuse)).rejects.toThrow(
    `tables.people.columns.zip.generalize.hierarchy.sha256: expected zip.csv to have this digest, got ${digest}`,
  );
  await expect(readHierarchies(policyWith(digest, 'none.csv'), folder, refuse)).rejects.toThrow(
    /expected none\.csv beside the policy, got ENOENT/,
  );
});

it('reads the files of quasi-identifiers too', async () => {
  const text = 'a;x;*\nb;x;*\n';
  const sha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(join(folder, 'zip.csv'), text);
  const withFile = (name: string) => ({
    tables: {},
    privacy: { hierarchies: { 'people.zip': { file: { name, sha256 } } } },
  });
  expect((await readHierarchies(withFile('zip.csv'), folder, refuse)).get(sha256)?.levels).toBe(2);
  await expect(readHierarchies(withFile('none.csv'), folder, refuse)).rejects.toThrow(
    'privacy.hierarchies.people.zip.file.name: expected none.csv beside the policy, got ENOENT',
  );
});
