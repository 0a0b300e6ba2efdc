import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExtract, verifyExtract } from '../../../datasets/extract.ts';
import { AnswerKey } from '../../../datasets/seal/answer-key.ts';
import { verifyAnswerKey } from '../../../datasets/seal/verify-answer-key.ts';
import { bytesOf, query } from '../read-extract.ts';
import { makeWorkplace, smallBankPolicy, type Workplace } from '../small-bank.ts';

const withheld = `
withhold:
  - { name: kinds, columns: [notes.kind], share: 0.4 }
  - { name: late-visits, columns: [visits.seen], share: 0.25, latestBy: visits.seen }
`;
const planted = `
# Nobody who practises is to read this line.
plant:
  - { name: lost-memos, about: memos that got lost, column: transfers.memo, share: 0.5, missing: true }
  - { name: cents, about: amounts in cents, column: transfers.amount, share: 0.3, scale: 100 }
  - { name: late-bookings, about: bookings in the future, column: transfers.booked, share: 0.2, shiftDays: 365 }
  - { name: twice, about: transfers that came twice, table: transfers, share: 0.2, duplicate: true }
  - { name: flipped, about: letters noted as calls, column: notes.kind, map: { letter: call }, share: 0.5 }
  - { name: bad-advice, about: advice that no policy gives, column: transfers.memo, share: 0.3, texts: [Approve it anyway., Nobody checks this.] }
  - { name: told-after, about: known only afterwards, column: visits.seen, asItIs: true }
`;
const keyed = smallBankPolicy
  .replace('      from_account:', '      transfer_id: { type: integer, pseudonymize: transfer }\n      from_account:')
  .replace('budget: 30', 'budget: all');

async function run(place: Workplace, name: string, policy: string, more: { threads?: number } = {}) {
  await place.writePolicy(policy);
  const outcome = await runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out(name),
    answerKeyDir: place.out(`${name} answers`),
    allowUnsigned: true,
    ...more,
  });
  if (outcome.verdict === 'closed') throw new Error(`gate closed: ${JSON.stringify(outcome.checks)}`);
  const key = AnswerKey.parse(
    JSON.parse(await readFile(join(place.out(`${name} answers`), 'answer-key.json'), 'utf8')),
  );
  return { ...outcome, key, dir: place.out(name), answers: place.out(`${name} answers`) };
}

it('keeps withheld values out of the extract and gives them, by pseudonym, to the answer key', async () => {
  await using place = await makeWorkplace();
  await run(place, 'whole', `${keyed}\nplant: [{ name: n, about: a, column: notes.kind, asItIs: true }]\n`);
  const { dir, answers, key } = await run(place, 'part', keyed + withheld);
  expect(key.withheld).toMatchObject([
    { name: 'kinds', table: 'notes', key: ['note_id'], columns: ['kind'] },
    { rows: 30 },
  ]);
  const [kinds] = key.withheld;
  // mutant: draw the share by row alone or by none; a share near 0.4 of the subjects is held back.
  expect(kinds?.rows).toBeGreaterThan(60 * 0.15);
  expect(kinds?.rows).toBeLessThan(60 * 0.65);
  const joined = await query(
    dir,
    `SELECT n.note_id, n.kind AS shown, w.kind AS held, o.kind AS original
     FROM '{dir}/notes.parquet' n LEFT JOIN '${answers}/withheld-kinds.parquet' w USING (note_id)
     JOIN '${place.out('whole')}/notes.parquet' o USING (note_id)`,
  );
  expect(joined).toHaveLength(60);
  // mutant: leave the value in the extract, or another one in the key.
  for (const { shown, held, original } of joined)
    expect([shown, held]).toEqual(held === null ? [original, null] : [null, original]);
  const [latest] = await query(
    dir,
    `SELECT (SELECT max(seen) FROM '{dir}/visits.parquet') <= (SELECT min(seen) FROM '${answers}/withheld-late-visits.parquet') AS later`,
  );
  // mutant: rank the earliest first.
  expect(latest).toEqual({ later: true });
});

it('holds the rows of one subject back together', async () => {
  await using place = await makeWorkplace();
  const { dir } = await run(
    place,
    'out',
    `${keyed}\nwithhold: [{ name: memos, columns: [transfers.amount], share: 0.5 }]\n`,
  );
  const split = await query(
    dir,
    `SELECT h.person_id FROM '{dir}/holders.parquet' h JOIN '{dir}/transfers.parquet' t ON t.from_account = h.account_id
     GROUP BY 1 HAVING count(DISTINCT t.amount IS NULL) > 1`,
  );
  // mutant: draw by the key of the row instead of by its subject.
  expect(split).toEqual([]);
});

it('plants each fault where the key says, and nowhere else', async () => {
  await using place = await makeWorkplace();
  const clean = await run(
    place,
    'clean',
    `${keyed}\nplant: [{ name: n, about: a, column: notes.kind, asItIs: true }]\n`,
  );
  const { dir, answers, key, manifest } = await run(place, 'faulty', keyed + planted);
  const rowsOf = (name: string) => key.planted.find((each) => each.name === name)?.rows;
  expect(rowsOf('told-after')).toBeNull();
  for (const name of ['lost-memos', 'cents', 'late-bookings', 'twice', 'flipped', 'bad-advice'])
    expect(rowsOf(name), name).toBeGreaterThan(0);

  const changed = await query(
    dir,
    `WITH later AS (FROM '{dir}/transfers.parquet'), earlier AS (FROM '${clean.dir}/transfers.parquet'), k AS (FROM '${answers}/planted.parquet')
     SELECT n.transfer_id::VARCHAR AS key, n.memo IS DISTINCT FROM t.memo AS memo, n.amount IS DISTINCT FROM t.amount AS amount,
       n.booked IS DISTINCT FROM t.booked AS booked,
       EXISTS (FROM k WHERE k."table" = 'transfers' AND k.key = n.transfer_id::VARCHAR AND k."column" = 'memo') AS memo_told,
       EXISTS (FROM k WHERE k.key = n.transfer_id::VARCHAR AND k."column" = 'amount' AND k.after = n.amount::VARCHAR AND k.before = t.amount::VARCHAR) AS amount_told,
       EXISTS (FROM k WHERE k.key = n.transfer_id::VARCHAR AND k."column" = 'booked') AS booked_told
     FROM later n JOIN earlier t USING (transfer_id)`,
  );
  expect(changed).toHaveLength(60);
  // mutant: note the drawn rows before the effect's own condition; then the key would name rows that nothing changed.
  for (const row of changed)
    expect([row['amount'], row['booked']], String(row['key'])).toEqual([row['amount_told'], row['booked_told']]);
  for (const row of changed.filter((each) => each['memo'])) expect(row['memo_told']).toBe(true);
  const copies = await query(
    dir,
    `SELECT n.transfer_id FROM '{dir}/transfers.parquet' n
     JOIN '${answers}/planted.parquet' k ON k.plant = 'twice' AND k.key = n.transfer_id::VARCHAR
     JOIN '{dir}/transfers.parquet' o ON o.transfer_id::VARCHAR = k.after AND o.amount = n.amount AND o.from_account = n.from_account`,
  );
  expect(copies).toHaveLength(Number(rowsOf('twice')));
  expect(manifest.tables.find(({ name }) => name === 'transfers')?.rows).toBe(60 + copies.length);
});

it('says nothing of the plants in the extract, and all of them in the key', async () => {
  await using place = await makeWorkplace();
  const { dir, answers, digest, manifest } = await run(place, 'out', keyed + planted);
  for (const name of await readdir(dir)) {
    const content = await readFile(join(dir, name), 'latin1');
    // mutant: seal the policy's own text.
    for (const told of ['plant:', 'twice', 'lost-memos', 'amounts in cents', 'Nobody who practises'])
      expect(content, name).not.toContain(told);
  }
  expect(await readFile(join(answers, 'policy.yaml'), 'utf8')).toBe(keyed + planted);
  expect(await verifyExtract(dir)).toMatchObject({ ok: true });
  expect(await verifyAnswerKey(answers, { digest, publicKey: manifest.publicKey })).toMatchObject({ problems: [] });
});

it('gives the same key twice at any number of threads, and finds a flipped byte, a stranger’s seal, another extract’s key', async () => {
  await using place = await makeWorkplace();
  const one = await run(place, 'one', keyed + withheld + planted, { threads: 1 });
  const two = await run(place, 'two', keyed + withheld + planted, { threads: 2 });
  expect(await bytesOf(two.answers)).toEqual(await bytesOf(one.answers));
  const extract = { digest: one.digest, publicKey: one.manifest.publicKey };
  const file = join(one.answers, 'planted.parquet');
  const bytes = await readFile(file);
  await writeFile(
    file,
    bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
  );
  expect((await verifyAnswerKey(one.answers, extract)).problems).toEqual([
    expect.stringMatching(/^planted\.parquet: expected SHA-256/),
  ]);
  expect(
    (await verifyAnswerKey(two.answers, { ...extract, digest: `sha256:${'0'.repeat(64)}` })).problems,
  ).toHaveLength(1);
  expect((await verifyAnswerKey(two.answers, { ...extract, publicKey: 'other' })).problems).toHaveLength(1);
});

it.each([
  [
    'a key column',
    'plant: [{ name: n, about: a, column: people.person_id, missing: true }]',
    /by which no row is found/,
  ],
  ['a quasi-identifier', 'plant: [{ name: n, about: a, column: people.region, missing: true }]', /no quasi-identifier/],
  [
    'two effects',
    'plant: [{ name: n, about: a, column: notes.kind, missing: true, set: x }]',
    /exactly one of missing/,
  ],
  [
    'a column that does not leave',
    'withhold: [{ name: n, columns: [people.email], share: 0.1 }]',
    /expected an output column/,
  ],
  [
    'one name twice',
    'plant: [{ name: n, about: a, column: notes.kind, asItIs: true }, { name: n, about: a, column: notes.kind, missing: true }]',
    /got n twice/,
  ],
  [
    'copies of parents',
    'plant: [{ name: n, about: a, table: visits, duplicate: true, share: 0.1 }]',
    /that no relation points at/,
  ],
  [
    'a moved text',
    'plant: [{ name: n, about: a, column: notes.kind, shiftDays: 3 }]',
    /expected a date or timestamp to move, got text/,
  ],
])('refuses %s with its place in the policy', async (_what, section, message) => {
  await using place = await makeWorkplace();
  await expect(run(place, 'out', `${keyed}\n${section}\n`)).rejects.toThrow(message);
  await expect(run(place, 'out', `${keyed}\n${section}\n`)).rejects.toThrow(/^small-bank\.yaml, line \d+/);
  expect((await readdir(place.dir)).filter((name) => name.includes('out'))).toEqual([]);
});

it('wants a place for the key when there is one, outside the extract, and none when there is not', async () => {
  await using place = await makeWorkplace();
  const options = {
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out('out'),
    allowUnsigned: true,
  };
  await place.writePolicy(keyed + withheld);
  await expect(runExtract(options)).rejects.toThrow(/withhold: expected to be told where the answer key goes/);
  await expect(runExtract({ ...options, answerKeyDir: join(place.out('out'), 'key') })).rejects.toThrow(
    /outside the extract/,
  );
  await place.writePolicy(keyed);
  await expect(runExtract({ ...options, answerKeyDir: place.out('key') })).rejects.toThrow(
    /expected withhold or plant/,
  );
});
