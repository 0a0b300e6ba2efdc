// What only a whole run shows of the transforms: files beside the policy, the gate, the manifest, the same bytes.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExtract, signPolicy } from '../../datasets/extract.ts';
import { bytesOf, query } from './read-extract.ts';
import { makeWorkplace, smallBank, smallBankPolicy, type Workplace } from './small-bank.ts';

const regions = '1;north;*\n2;north;*\n3;south;*\n';
const digest = createHash('sha256').update(regions).digest('hex');

const cards = ['4111 1111 1111 1111', '5500-0000-0000-0004', '340000000000009'];

/** People with all parts of a person, a card and a number of three digits; amounts with noise; districts by a hierarchy. */
async function prepare(place: Workplace): Promise<void> {
  const [header = [], ...people] = smallBank['people'] ?? [];
  await place.writeTable('people', [
    [...header, 'card', 'locker'],
    ...people.map((row, at) => [...row, `${cards[at % 3]}`, 100 + at]),
  ]);
  const person = (part: string) => `{ person: { part: ${part}, of: person_id, locale: de } }`;
  await writeFile(join(place.dir, 'districts.csv'), regions);
  await place.writePolicy(
    smallBankPolicy
      .replace('name: { dictionary: { class: fullName, locale: de } }', `name: ${person('fullName')}`)
      .replace(
        'email: drop',
        `email: ${person('email')}
      card: { preserveFormat: { class: pan, domain: card } }
      locker: { type: integer, permute: { domain: locker, lowest: 100, highest: 999 } }
      part: { from: district, type: integer, generalize: { hierarchy: { file: districts.csv, sha256: ${digest}, level: 1 } } }`,
      )
      .replace(
        "amount: { type: 'decimal(12,2)', keep: true }",
        "amount: { type: 'decimal(12,2)', noise: { within: 5 } }",
      ),
  );
}

const run = (place: Workplace, name: string, threads = 2) =>
  runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out(name),
    allowUnsigned: true,
    threads,
  });

it('takes every transform through the gate, to the same bytes at one thread and at two', async () => {
  await using place = await makeWorkplace();
  await prepare(place);
  const outcome = await run(place, 'one', 1);
  if (outcome.verdict === 'closed') throw new Error(`gate closed: ${JSON.stringify(outcome.checks)}`);
  expect(outcome.manifest.drawnFrom).toEqual({ faker: '10.6.0', matchesByChance: [] });
  await run(place, 'two');
  expect(await bytesOf(place.out('two'))).toEqual(await bytesOf(place.out('one')));
  const rows = await query(
    place.out('one'),
    `SELECT name, email, card, locker, part, region FROM '{dir}/people.parquet'`,
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(new Set(rows.map(({ email }) => email)).size).toBe(rows.length);
  expect(rows.every(({ part, region }) => part === region)).toBe(true);
  expect(rows.every(({ card }) => !cards.includes(String(card)))).toBe(true);
  // Three cards go around: three replacements do, wherever they stand.
  expect(new Set(rows.map(({ card }) => card)).size).toBe(3);
});

it('refuses a hierarchy file that was changed after the policy was written, when it is signed and when it runs', async () => {
  await using place = await makeWorkplace();
  await prepare(place);
  const sign = () => signPolicy({ policyPath: place.policyPath, keyPath: place.keyPath, signer: 'Steward' });
  await sign();
  await writeFile(join(place.dir, 'districts.csv'), regions.replace('3;south', '3;north'));
  // mutant: check the digest in one of the two only; caught by the other.
  await expect(run(place, 'out')).rejects.toThrow(
    /hierarchy\.sha256: expected districts\.csv to have this digest, got/,
  );
  await expect(sign()).rejects.toThrow(/expected districts\.csv to have this digest/);
});

it('states in manifest and privacy report where a first name may come back', async () => {
  await using place = await makeWorkplace();
  const [header = [], ...people] = smallBank['people'] ?? [];
  await place.writeTable('people', [
    [...header, 'first'],
    ...people.map((row) => [...row, `${row[1]}`.split(' ')[0] ?? '']),
  ]);
  await place.writePolicy(
    smallBankPolicy.replace(
      'email: drop',
      'email: drop\n      first: { dictionary: { class: firstName, locale: de } }',
    ),
  );
  const outcome = await run(place, 'out');
  if (outcome.verdict === 'closed') throw new Error(`gate closed: ${JSON.stringify(outcome.checks)}`);
  const [stated] = outcome.manifest.drawnFrom?.matchesByChance ?? [];
  expect(stated).toMatchObject({ table: 'people', column: 'first' });
  expect(stated?.expectedMatches).toBeLessThan(1);
  expect(JSON.parse(String((await bytesOf(place.out('out'))).get('privacy.json'))).matchesByChance).toEqual([stated]);
});
