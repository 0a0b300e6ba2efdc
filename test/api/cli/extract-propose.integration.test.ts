// propose and diff as a user meets them: files, exit codes, one JSON document.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runQuietly } from './quiet-terminal.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'practicum-propose-cli-'));
  await mkdir(join(dir, 'shop'));
  await write('id,email,kind');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const write = (header: string) =>
  writeFile(
    join(dir, 'shop', 'customers.csv'),
    `${header}\n${Array.from({ length: 40 }, (_, row) => `${row},anna.${row}@example.org,k${row % 3}`).join('\n')}\n`,
  );
const practicum = (...words: string[]) => runQuietly(dir, words);

it('writes a policy once, and the schema beside it', async () => {
  const { exitCode, stdout, stderr } = await practicum('extract', 'propose', 'shop', '--out', 'shop.yaml');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('direct identifiers: customers.email');
  expect(stderr).toContain('propose 1/2 read customers 40 rows');
  expect((await readdir(dir)).sort()).toEqual(['shop', 'shop.yaml', 'shop.yaml.schema.json']);
  expect(`${stdout}${stderr}${await readFile(join(dir, 'shop.yaml'), 'utf8')}`).not.toContain('anna.');
  expect((await practicum('extract', 'propose', 'shop', '--out', 'shop.yaml')).exitCode).toBe(3);
});

it('answers one document, or the policy itself', async () => {
  const json = JSON.parse((await practicum('extract', 'propose', 'shop', '--json')).stdout);
  expect(json.columns).toContainEqual({
    table: 'customers',
    column: 'email',
    type: 'text',
    entity: 'email',
    role: 'directIdentifier',
    rule: 'person',
    confidence: expect.any(Number),
    reasons: expect.any(Array),
  });
  expect((await practicum('extract', 'propose', 'shop')).stdout).toContain('schema: practicum/extract-policy/1');
  expect((await practicum('extract', 'propose', 'nowhere')).exitCode).toBe(3);
});

it('ends with 0 where nothing changed, 4 where something did, 3 where a run would be refused', async () => {
  expect((await practicum('extract', 'diff', 'shop.yaml', 'shop')).exitCode).toBe(0);
  await writeFile(join(dir, 'shop', 'visits.csv'), 'id,day\n1,2020-01-01\n2,2020-02-03\n');
  const grown = await practicum('extract', 'diff', 'shop.yaml', 'shop');
  expect(grown.exitCode).toBe(4);
  expect(grown.stdout).toContain('table-new visits.csv');
  await write('id,mail,kind');
  const broken = await practicum('extract', 'diff', 'shop.yaml', 'shop');
  expect(broken.exitCode).toBe(3);
  expect(broken.stdout).toContain('! column-gone customers.email');
  expect(broken.stdout).toContain(
    'column-new customers.mail: not named by the policy: it does not leave; looks like directIdentifier (email)',
  );
  expect((await practicum('extract', 'diff', 'shop.yaml', 'shop')).stdout).toBe(broken.stdout);
});
