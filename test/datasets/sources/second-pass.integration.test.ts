import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openExtract, runExtract } from '../../../datasets/extract.ts';
import { makeWorkplace, smallBank, smallBankPolicy } from '../small-bank.ts';

it('refuses an extract as a source: its folder, its files taken elsewhere, the database made of it', async () => {
  await using place = await makeWorkplace();
  const files = Object.keys(smallBank).map((table) => `      ${table}: ${table}.parquet\n`);
  await place.writePolicy(
    smallBankPolicy.replace(
      '  postgres:\n',
      `  parquet:\n    files:\n${files.join('')}  duckdb: { schema: main }\n  postgres:\n`,
    ),
  );
  const run = { policyPath: place.policyPath, keyPath: place.keyPath, allowUnsigned: true };
  const sealed = place.out('sealed');
  expect(await runExtract({ ...run, source: place.source, outDir: sealed, csv: true })).toMatchObject({
    verdict: 'open',
  });

  const below = join(place.dir, 'below');
  const elsewhere = join(place.dir, 'elsewhere');
  await mkdir(below);
  await cp(sealed, elsewhere, { recursive: true });
  for (const file of await readdir(elsewhere)) if (!file.endsWith('.parquet')) await rm(join(elsewhere, file));
  const database = join(place.dir, 'ready.duckdb');
  await openExtract(sealed, database);
  for (const [source, got] of [
    [sealed, /got .*sealed, which is an extract already/],
    // mutant: write Parquet without its mark.
    [elsewhere, /got \w+\.parquet, which is an extract already/],
    [database, /got ready\.duckdb, which is an extract already/],
  ] as const) {
    const before = await readdir(place.dir);
    await expect(runExtract({ ...run, source, outDir: place.out('again') })).rejects.toMatchObject({
      code: 'bad-source',
      message: expect.stringMatching(got),
    });
    expect(await readdir(place.dir)).toEqual(before);
  }
});
