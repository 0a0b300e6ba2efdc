import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { openExtract, runExtract, verifyExtract } from '../../datasets/extract.ts';
import { makeWorkplace } from './small-bank.ts';

it('builds a database of an extract beside its seal, and of a broken one none', async () => {
  await using place = await makeWorkplace();
  const { policyPath, source, keyPath } = place;
  const dir = place.out('sealed [1]');
  await runExtract({ policyPath, source, keyPath, outDir: dir, allowUnsigned: true });
  const file = place.out('bank.duckdb');
  const made = await openExtract(dir, file);
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll('SELECT count(*)::INT FROM people')).getRows();
  const comment = `SELECT comment FROM duckdb_columns() WHERE table_name = 'people' AND column_name = 'name'`;
  expect((await connection.runAndReadAll(comment)).getRows()).toEqual([['dictionary fullName de']]);
  connection.closeSync();
  instance.closeSync();
  expect(made.tables).toBe(7);
  expect(Number(rows[0]?.[0])).toBeGreaterThan(0);
  expect(await verifyExtract(dir)).toMatchObject({ ok: true });

  await expect(openExtract(dir, file)).rejects.toMatchObject({ code: 'output-exists' });
  await expect(openExtract(dir, join(dir, 'bank.duckdb'))).rejects.toThrow(/whatever is added breaks the seal/);
  await appendFile(join(dir, 'people.parquet'), 'x');
  // mutant: leave the seal unchecked.
  await expect(openExtract(dir, place.out('other.duckdb'))).rejects.toMatchObject({ code: 'bad-seal' });
  expect((await readdir(place.dir)).filter((name) => name.includes('other'))).toEqual([]);
});
