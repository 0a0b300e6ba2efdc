import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readManifest, runExtract, verifyExtract } from '../../../datasets/extract.ts';
import { bytesOf, query } from '../read-extract.ts';
import { makeWorkplace, smallBankPolicy, type Workplace } from '../small-bank.ts';

const keyed = smallBankPolicy
  .replace('      from_account:', '      transfer_id: { type: integer, pseudonymize: transfer }\n      from_account:')
  .replace('budget: 30', 'budget: all');
const views = `
views:
  leaders:
    omit: rows
    aggregates:
      notes_by_kind:
        from: notes
        by: [notes.kind]
        measures: { notes: count, mean_turn: { mean: turn }, letters: { share: kind, of: [letter] } }
      transfers_by_memo:
        from: transfers
        by: [transfers.memo, accounts.opened]
        measures: { transfers: count, amount: { sum: amount } }
  governors:
    columns: { people: { birth_decade: { from: birth_number, generalize: { birthNumber: { yearBand: 100 } } } } }
    omit: [notes, transfers.memo]
    quasiIdentifiers: [people.region, people.birth_decade]
  few:
    omit: rows
    aggregates:
      people_by_region: { from: people, by: [people.region], measures: { people: count } }
`;

async function run(place: Workplace, name: string, view: string | undefined, policy = keyed + views, threads = 2) {
  await place.writePolicy(policy);
  const outcome = await runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out(name),
    allowUnsigned: true,
    threads,
    ...(view === undefined ? {} : { view }),
  });
  if (outcome.verdict === 'closed') throw new Error(`gate closed: ${JSON.stringify(outcome.checks)}`);
  return place.out(name);
}

it('gives leaders groups and no row, each group as the rows themselves say', async () => {
  await using place = await makeWorkplace();
  const whole = await run(place, 'whole', undefined);
  const dir = await run(place, 'leaders', 'leaders');
  const files = (await readdir(dir)).filter((name) => name.endsWith('.parquet'));
  // mutant: seal the tables of the policy beside the groups.
  expect(files.sort()).toEqual(['notes_by_kind.parquet', 'transfers_by_memo.parquet']);
  const groups = await query(
    dir,
    `SELECT kind, notes::INT AS notes, mean_turn, letters FROM '{dir}/notes_by_kind.parquet' ORDER BY kind`,
  );
  const rows = await query(
    whole,
    `SELECT kind, count(*)::INT AS notes, avg(turn) AS mean_turn, avg((kind = 'letter')::INT) AS letters FROM '{dir}/notes.parquet' GROUP BY 1 ORDER BY 1`,
  );
  expect(groups).toEqual(rows);
  expect(await verifyExtract(dir)).toMatchObject({ ok: true });
  expect((await readManifest(dir)).policy).toMatchObject({ view: 'leaders' });
});

it('lets no group leave that fewer than k subjects make up, nor one that could be worked out from the rest', async () => {
  await using place = await makeWorkplace();
  const dir = await run(place, 'leaders', 'leaders');
  const small = await query(dir, `SELECT * FROM '{dir}/transfers_by_memo.parquet' WHERE transfers < 5`);
  // mutant: leave the bound out; every account was opened on a day of its own.
  expect(small).toEqual([]);

  await place.writeTable('districts', [
    ['district', 'region'],
    [1, 'north'],
    [2, 'south'],
    [3, 'west'],
  ]);
  const few = keyed.replace('tier: internal', 'tier: internal\n  k: 20') + views;
  const all = await query(await run(place, 'all', 'few', few), `SELECT region FROM '{dir}/people_by_region.parquet'`);
  expect(all).toHaveLength(3);
  const people = Array.from({ length: 60 }, (_, id) => [
    id + 1,
    `N ${id}`,
    `e${id}@mail.test`,
    600101 + id * 137,
    id < 10 ? 3 : 1 + (id % 2),
    '',
    '2024-01-01',
  ]);
  await place.writeTable('people', [
    ['person_id', 'name', 'email', 'birth_number', 'district', 'boss_id', 'joined'],
    ...people,
  ]);
  const left = await query(await run(place, 'left', 'few', few), `SELECT region FROM '{dir}/people_by_region.parquet'`);
  // mutant: drop the small group alone; the whole less the two others would tell it.
  expect(left).toHaveLength(1);
});

it('gives governors a protected attribute, without what the view omits, under the same pseudonyms', async () => {
  await using place = await makeWorkplace();
  const whole = await run(place, 'whole', undefined);
  const dir = await run(place, 'governors', 'governors');
  const manifest = await readManifest(dir);
  expect(manifest.tables.map(({ name }) => name)).not.toContain('notes');
  const columnsOf = (name: string) =>
    manifest.tables.find((table) => table.name === name)?.columns.map((each) => each.name);
  expect(columnsOf('people')).toContain('birth_decade');
  expect(columnsOf('transfers')).not.toContain('memo');
  const [same] = await query(
    dir,
    `SELECT count(*)::INT AS people FROM '{dir}/people.parquet' JOIN '${whole}/people.parquet' USING (person_id, joined, name)`,
  );
  expect(same).toEqual({ people: 60 });
  // mutant: judge the view by the policy's own quasi-identifiers.
  expect(manifest.checks.find(({ name }) => name === 'k-anonymity')?.detail).toContain('people.birth_decade');
});

it('gives the same bytes of a view at one thread and at two', async () => {
  await using place = await makeWorkplace();
  const one = await run(place, 'one', 'leaders', keyed + views, 1);
  expect(await bytesOf(await run(place, 'two', 'leaders'))).toEqual(await bytesOf(one));
});

it.each([
  [
    'a view that is not there',
    'learners',
    views,
    /views: expected one of the policy's views \(leaders, governors, few\), got learners/,
  ],
  [
    'what is not there to omit',
    'v',
    '\nviews: { v: { omit: [people.shoe] } }',
    /omit\.0: expected a table or an output column/,
  ],
  [
    'a group by what rows do not point at',
    'v',
    '\nviews: { v: { aggregates: { a: { from: people, by: [notes.kind], measures: { n: count } } } } }',
    /by\.0: expected an output column of people or of a table that its rows point at/,
  ],
  [
    'the mean of words',
    'v',
    '\nviews: { v: { aggregates: { a: { from: notes, by: [notes.turn], measures: { m: { mean: kind } } } } } }',
    /expected a number to average, got kind of type text/,
  ],
  [
    'two transforms in a view',
    'v',
    '\nviews: { v: { columns: { people: { email: { keep: true, drop: true } } } } }',
    /got keep with drop/,
  ],
])('refuses %s', async (_what, view, section, message) => {
  await using place = await makeWorkplace();
  await expect(run(place, 'out', view, keyed + section)).rejects.toThrow(message);
});
