import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createKeyFile, runExtract, verifyExtract } from '../../datasets/extract.ts';
import { findIdentifiers } from '../../datasets/identifiers/find-identifiers.ts';
import { parseIdentifierSet } from '../../datasets/identifiers/identifier-set.ts';
import { sharedData } from '../shared-data.ts';
import { bytesOf, query } from './read-extract.ts';
import { makeWorkplace, type Workplace } from './small-bank.ts';

const absent = 'no ../shared/data/berka beside this clone';
const policyPath = join(import.meta.dirname, '../../tracks/policies/berka.yaml');

async function runOpen(
  place: Workplace,
  name: string,
  source: string,
  more: { threads?: number; keyPath?: string } = {},
) {
  const outcome = await runExtract({
    policyPath,
    source,
    keyPath: place.keyPath,
    outDir: place.out(name),
    allowUnsigned: true,
    ...more,
  });
  if (outcome.verdict === 'closed') throw new Error(`gate closed: ${JSON.stringify(outcome.checks)}`);
  return outcome;
}

it('makes a verified extract of a real bank, whatever the number of threads', async (ctx) => {
  const source = sharedData('berka');
  if (!source) return ctx.skip(absent);
  await using place = await makeWorkplace();
  const { manifest, digest } = await runOpen(place, 'one', source, { threads: 1 });
  expect(manifest.subject.rows).toBeGreaterThan(5000);
  expect(await verifyExtract(place.out('one'))).toEqual({ ok: true, digest, problems: [] });
  expect((await runOpen(place, 'two', source, { threads: 2 })).digest).toBe(digest);
});

it('shares no pseudonym of 63 bits or more between two keys', async (ctx) => {
  const source = sharedData('berka');
  if (!source) return ctx.skip(absent);
  await using place = await makeWorkplace();
  const keyPath = place.out('other-key');
  await createKeyFile(keyPath);
  await runOpen(place, 'one', source);
  await runOpen(place, 'other', source, { keyPath });
  const column = (name: string) =>
    `SELECT trans_id::VARCHAR AS p FROM '${place.out(name)}/trans.parquet' UNION SELECT client_id::VARCHAR FROM '${place.out(name)}/client.parquet' UNION SELECT account_to FROM '${place.out(name)}/order.parquet'`;
  expect(await query(place.dir, `(${column('one')}) INTERSECT (${column('other')})`)).toEqual([]);
});

it('leaves out a column added to the source', async (ctx) => {
  const source = sharedData('berka');
  if (!source) return ctx.skip(absent);
  await using place = await makeWorkplace();
  for (const file of await readdir(source)) await copyFile(join(source, file), join(place.source, file));
  const [header, ...rows] = (await readFile(join(source, 'client.asc'), 'latin1')).trimEnd().split('\r\n');
  await writeFile(
    join(place.source, 'client.asc'),
    [`${header};"phone"`, ...rows.map((row) => `${row};"+420 601 000 000"`), ''].join('\r\n'),
    'latin1',
  );
  await runOpen(place, 'plain', source);
  await runOpen(place, 'wider', place.source);
  expect(await bytesOf(place.out('wider'))).toEqual(await bytesOf(place.out('plain')));
});

it('opens its gate over transactions whose kept numbers equal birth numbers by chance', async (ctx) => {
  const source = sharedData('berka');
  if (!source) return ctx.skip(absent);
  await using place = await makeWorkplace();
  const text = await readFile(policyPath, 'utf8');
  await place.writePolicy(
    text.replace('trans_id: { type: integer, pseudonymize: trans }', 'trans_id: { type: integer, keep: true }'),
  );
  const run = { source, keyPath: place.keyPath, allowUnsigned: true };
  // 143 of the 49,102 numbers are some client's birth number.
  expect(await runExtract({ ...run, policyPath: place.policyPath, outDir: place.out('out') })).toMatchObject({
    verdict: 'open',
  });
  await place.writePolicy(text.replace('      sex: {', '      note: { from: birth_number, keep: true }\n      sex: {'));
  expect(await runExtract({ ...run, policyPath: place.policyPath, outDir: place.out('leaky') })).toMatchObject({
    verdict: 'closed',
  });
});

it('finds a client’s birth number in what is submitted, by its context, and lets bare numbers pass', async (ctx) => {
  const source = sharedData('berka');
  if (!source) return ctx.skip(absent);
  await using place = await makeWorkplace();
  await runOpen(place, 'out', source);
  const set = parseIdentifierSet(await readFile(`${place.out('out')}.identifiers.json`));
  const found = (text: string, path?: string) =>
    findIdentifiers(text, set, path ? { path } : {}).map(({ identifier, line }) => `${identifier} ${line}`);
  expect(found('Client with birth number 706213 defaulted')).toEqual(['birth number 1']);
  expect(found('id,birth_number\n1,706213\n', 'a.csv')).toEqual(['birth number 2']);
  expect(found('{"rows": [{"birthNumber": "706213"}]}', 'a.json')).toEqual(['birth number 1']);
  expect(found('x,y\n706213,18\n', 'a.csv')).toEqual(['birth number 2']);
  expect(found('The amount was 706213, paid in June.')).toEqual([]);
  expect(found('trans_id,amount\n706213,9000\n12,706213\n', 'a.csv')).toEqual([]);
  // The bank's own transactions, numbers and all: chance alone.
  expect(
    found(await readFile(join(source, 'trans.asc'), 'latin1'), 'trans.csv').filter((each) => each.startsWith('birth')),
  ).toEqual([]);
});
