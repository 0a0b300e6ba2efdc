import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExtract, signPolicy, verifyExtract } from '../../../datasets/extract.ts';
import { query } from '../read-extract.ts';
import { makeWorkplace, smallBank, smallBankPolicy, type Workplace } from '../small-bank.ts';

async function run(place: Workplace, name: string, more: { csv?: boolean; allowUnsigned?: boolean; threads?: number }) {
  const { policyPath, source, keyPath } = place;
  const outcome = await runExtract({ policyPath, source, keyPath, outDir: place.out(name), ...more });
  if (outcome.verdict === 'closed') throw new Error(`gate closed: ${JSON.stringify(outcome.checks)}`);
  return { ...outcome, dir: place.out(name), datasheet: await readFile(join(place.out(name), 'datasheet.md'), 'utf8') };
}

it('seals a datasheet of the published sections, with what the steward says and who signed', async () => {
  await using place = await makeWorkplace();
  await place.writePolicy(
    `${smallBankPolicy}datasheet: { collection: Kept by branches since 2024., mustNot: Nor to train a product. }\n`,
  );
  await signPolicy({ policyPath: place.policyPath, keyPath: place.keyPath, signer: 'Data Protection' });
  const { datasheet, manifest } = await run(place, 'out', {});
  const sections = [...datasheet.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  expect(sections).toEqual([
    'Motivation',
    'Composition',
    'Collection process',
    'Preprocessing, cleaning, labelling',
    'Privacy',
    'Uses',
    'Distribution',
    'Maintenance',
  ]);
  expect(datasheet).toContain('Kept by branches since 2024.');
  expect(datasheet).toContain('signed by Data Protection');
  expect(datasheet).toContain(`It holds ${manifest.subject.rows} subjects`);
  for (const { name, columns } of manifest.tables)
    for (const column of columns)
      expect(datasheet).toContain(`| ${name}.${column.name} | ${column.type} | ${column.transform} |`);
  // mutant: print an example of each column.
  for (const [name, email] of (smallBank['people'] ?? []).slice(1).map((row) => [row[1], row[2]])) {
    expect(datasheet).not.toContain(String(name));
    expect(datasheet).not.toContain(String(email));
  }
});

it('says that nobody has signed, and what the steward has not said', async () => {
  await using place = await makeWorkplace();
  const { datasheet } = await run(place, 'out', { allowUnsigned: true });
  // mutant: leave the line out where `signedBy` is null.
  expect(datasheet).toContain('**Nobody has signed the policy**');
  expect(datasheet.match(/The data steward has not said/g)).toHaveLength(4);
});

it('seals every table as CSV too on request, the same rows in the same order, the same bytes at any thread count', async () => {
  await using place = await makeWorkplace();
  const { dir, manifest } = await run(place, 'one', { csv: true, allowUnsigned: true, threads: 1 });
  const two = await run(place, 'two', { csv: true, allowUnsigned: true, threads: 2 });
  expect(two.manifest.files).toEqual(manifest.files);
  for (const { name } of manifest.tables) {
    const csv = `SELECT * FROM read_csv('{dir}/${name}.csv', all_varchar = true, delim = ',', quote = '"')`;
    const parquet = `SELECT COLUMNS(*)::VARCHAR FROM '{dir}/${name}.parquet'`;
    const rows = await query(dir, `FROM (${csv}) ORDER BY ALL`);
    expect(rows.length, name).toBeGreaterThan(0);
    // mutant: write the source's rows, or another order of columns.
    expect(rows, name).toEqual(await query(dir, `FROM (${parquet}) ORDER BY ALL`));
  }
  expect(await verifyExtract(dir)).toMatchObject({ ok: true });
});
