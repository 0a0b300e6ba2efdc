import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { runExtract } from '../../datasets/extract.ts';
import { bytesOf } from './read-extract.ts';
import { makeWorkplace, smallBank, smallBankPolicy } from './small-bank.ts';

const typed = (name: string) => {
  if (/^(joined|opened|booked|seen)$/.test(name)) return `CAST("${name}" AS DATE)`;
  if (name === 'amount') return `CAST("${name}" AS DECIMAL(10,2))`;
  return /_id$|account$|^turn$|^district$/.test(name) ? `CAST("${name}" AS INTEGER)` : `"${name}"`;
};

it('gives the same bytes of every sealed file from Parquet and from a DuckDB file as from CSV', async () => {
  await using place = await makeWorkplace();
  const files = Object.keys(smallBank).map((table) => `      ${table}: ${table}.parquet\n`);
  await place.writePolicy(
    smallBankPolicy.replace(
      '  postgres:\n',
      `  parquet:\n    files:\n${files.join('')}  duckdb: { schema: core }\n  postgres:\n`,
    ),
  );
  const folder = join(place.dir, 'parquet');
  const database = join(place.dir, 'bank.duckdb');
  await mkdir(folder);
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  await connection.run('CREATE SCHEMA core');
  for (const [table, [header = []]] of Object.entries(smallBank)) {
    // Rows in another order: an extract depends on what a source holds, not on where it keeps it.
    await connection.run(
      `CREATE TABLE core.${table} AS SELECT ${header.map((name) => `${typed(String(name))} AS "${name}"`).join(', ')}
       FROM read_csv('${join(place.source, `${table}.csv`)}', delim=';', header=true, all_varchar=true, nullstr='') ORDER BY hash(#1)`,
    );
    await connection.run(`COPY core.${table} TO '${join(folder, `${table}.parquet`)}'`);
  }
  connection.closeSync();
  instance.closeSync();

  const run = { policyPath: place.policyPath, keyPath: place.keyPath, allowUnsigned: true };
  await runExtract({ ...run, source: place.source, outDir: place.out('csv') });
  await runExtract({ ...run, source: folder, outDir: place.out('from-parquet') });
  await runExtract({ ...run, source: database, outDir: place.out('from-duckdb') });
  const expected = await bytesOf(place.out('csv'));
  expect(await bytesOf(place.out('from-parquet'))).toEqual(expected);
  expect(await bytesOf(place.out('from-duckdb'))).toEqual(expected);
});
