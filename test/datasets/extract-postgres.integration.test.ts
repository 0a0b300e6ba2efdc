import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { runExtract } from '../../datasets/extract.ts';
import { parsePolicy } from '../../datasets/policy/parse-policy.ts';
import { sharedData } from '../shared-data.ts';
import { bytesOf, query } from './read-extract.ts';
import { makeWorkplace, smallBank } from './small-bank.ts';

const given = inject('postgres');
const database = `extract_${process.pid}`;
const reader = { user: 'extract_reader', password: 'very-secret-42' };
let url = '';

async function onServer(sql: string, inDatabase?: string, values: unknown[] = []): Promise<void> {
  if ('absent' in given) return;
  const at = new URL(given.url);
  if (inDatabase) at.pathname = `/${inDatabase}`;
  const client = new pg.Client({ connectionString: at.href });
  await client.connect();
  try {
    await client.query(sql, values);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  if ('absent' in given) return;
  await onServer(`CREATE DATABASE ${database}`);
  await onServer(
    `DO $$ BEGIN CREATE ROLE ${reader.user} LOGIN PASSWORD '${reader.password}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  );
  const at = new URL(given.url);
  at.pathname = `/${database}`;
  at.username = reader.user;
  at.password = reader.password;
  url = at.href;
});

afterAll(async () => {
  await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await onServer(`DROP ROLE IF EXISTS ${reader.user}`);
});

/** Tables with native types, readable by a role that may do nothing else. */
async function load(
  schema: string,
  tables: Record<string, { columns: Record<string, string>; rows: (string | null)[][] }>,
): Promise<void> {
  await onServer(`CREATE SCHEMA IF NOT EXISTS ${schema}; GRANT USAGE ON SCHEMA ${schema} TO ${reader.user}`, database);
  for (const [name, { columns, rows }] of Object.entries(tables)) {
    const table = `${schema}."${name}"`;
    await onServer(
      `CREATE TABLE ${table} (${Object.entries(columns)
        .map(([column, type]) => `"${column}" ${type}`)
        .join(', ')}); GRANT SELECT ON ${table} TO ${reader.user}`,
      database,
    );
    const fields = Object.keys(columns).map((column, at) => `(r->>${at})::${columns[column]}`);
    await onServer(
      `INSERT INTO ${table} SELECT ${fields.join(', ')} FROM jsonb_array_elements($1::jsonb) r`,
      database,
      [JSON.stringify(rows)],
    );
  }
}

const nativeType = (name: string) =>
  /^(joined|opened|booked|seen)$/.test(name)
    ? 'date'
    : name === 'amount'
      ? 'numeric(10,2)'
      : /_id$|account$|^turn$|^district$/.test(name)
        ? 'integer'
        : 'text';

it('gives the same bytes of every sealed file as CSV does for the same rows', async (ctx) => {
  if ('absent' in given) return ctx.skip(given.absent);
  await using place = await makeWorkplace();
  const tables = Object.entries(smallBank).map(([name, [header = [], ...rows]]) => {
    const columns = Object.fromEntries(header.map((column) => [String(column), nativeType(String(column))]));
    return [
      name,
      { columns, rows: rows.toReversed().map((row) => row.map((value) => (value === '' ? null : String(value)))) },
    ] as const;
  });
  await load('small_bank', Object.fromEntries(tables));
  const run = { policyPath: place.policyPath, keyPath: place.keyPath, allowUnsigned: true };
  const fromFiles = await runExtract({ ...run, source: place.source, outDir: place.out('csv') });
  const fromServer = await runExtract({ ...run, source: url, outDir: place.out('postgres') });
  expect(fromServer).toMatchObject({ verdict: 'open' });
  expect(await bytesOf(place.out('postgres'))).toEqual(await bytesOf(place.out('csv')));
  expect(fromServer).toEqual(fromFiles);
  // The address, credentials with it, is nowhere in what was written.
  for (const bytes of [...(await bytesOf(place.out('postgres'))).values()])
    expect(bytes.includes(reader.password)).toBe(false);
});

it('gives the same bytes for the Berka bank', async (ctx) => {
  const source = sharedData('berka');
  if ('absent' in given) return ctx.skip(given.absent);
  if (!source) return ctx.skip('no ../shared/data/berka beside this clone');
  await using place = await makeWorkplace();
  const policyPath = join(import.meta.dirname, '../../tracks/policies/berka.yaml');
  const { policy } = parsePolicy(await readFile(policyPath), 'berka.yaml');
  const tables: Parameters<typeof load>[1] = {};
  for (const [name, { file }] of Object.entries(policy.source.csv?.files ?? {})) {
    const rows = await query(
      source,
      `SELECT * FROM read_csv('{dir}/${file}', delim=';', header=true, all_varchar=true, nullstr=['', '?'])`,
    );
    const columns = Object.fromEntries(Object.keys(rows[0] ?? {}).map((column) => [column, 'text']));
    tables[name] = {
      columns,
      rows: rows.map((row) => Object.values(row).map((value) => (value === null ? null : String(value)))),
    };
  }
  await load('public', tables);
  const run = { policyPath, keyPath: place.keyPath, allowUnsigned: true };
  await runExtract({ ...run, source, outDir: place.out('csv') });
  await runExtract({ ...run, source: url, outDir: place.out('postgres') });
  expect(await bytesOf(place.out('postgres'))).toEqual(await bytesOf(place.out('csv')));
});

it('names no credentials when the server cannot be reached or does not let it in', async (ctx) => {
  if ('absent' in given) return ctx.skip(given.absent);
  await using place = await makeWorkplace();
  const wrong = new URL(url);
  wrong.pathname = '/no_such_database';
  const nowhere = new URL(url);
  nowhere.port = '1';
  for (const source of [wrong.href, nowhere.href, `postgresql://extract_reader:${reader.password}@`]) {
    const error = await runExtract({
      policyPath: place.policyPath,
      keyPath: place.keyPath,
      allowUnsigned: true,
      source,
      outDir: place.out('out'),
    }).catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'bad-source' });
    // mutant: pass the driver's error on as the cause; caught where the address itself is broken.
    const { message, cause, stack } = error as Error;
    expect(`${message} ${stack} ${String(cause)} ${JSON.stringify(cause)}`).not.toContain(reader.password);
  }
});

it('refuses a table that the role may not read', async (ctx) => {
  if ('absent' in given) return ctx.skip(given.absent);
  await using place = await makeWorkplace();
  await onServer(`REVOKE SELECT ON small_bank.visits FROM ${reader.user}`, database);
  const running = runExtract({
    policyPath: place.policyPath,
    keyPath: place.keyPath,
    allowUnsigned: true,
    source: url,
    outDir: place.out('out'),
  });
  await expect(running).rejects.toMatchObject({
    code: 'bad-source',
    message: expect.stringMatching(/table visits.*permission denied/),
  });
});
