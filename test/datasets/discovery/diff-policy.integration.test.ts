// What a change of a source did to a signed policy.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  createKeyFile,
  diffPolicy,
  proposePolicy,
  recordSchema,
  runExtract,
  signPolicy,
} from '../../../datasets/extract.ts';
import { dropDatabase } from './chinook.ts';

const given = inject('postgres');
const database = `diffed_${process.pid}`;
let dir = '';
let url = '';
let policyPath = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'practicum-diffed-'));
  await createKeyFile(join(dir, 'steward.key'));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
  if (!('absent' in given)) await dropDatabase(given.url, database);
});

async function sql(text: string, at = url): Promise<void> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

describe.skipIf('absent' in given)('a database under a signed policy', () => {
  beforeEach(async () => {
    if ('absent' in given) return;
    await dropDatabase(given.url, database);
    await sql(`CREATE DATABASE ${database}`, given.url);
    const place = new URL(given.url);
    place.pathname = `/${database}`;
    url = place.href;
    await sql(`
      CREATE TYPE stage AS ENUM ('open', 'paid');
      CREATE TABLE client (id integer PRIMARY KEY, name text NOT NULL, sex text, unlisted bytea);
      CREATE TABLE loan (id integer PRIMARY KEY, client_id integer NOT NULL REFERENCES client, amount numeric(10,2), state stage NOT NULL);
      INSERT INTO client SELECT n, 'Anna Novak ' || n, CASE WHEN n % 2 = 0 THEN 'F' ELSE 'M' END FROM generate_series(1, 60) n;
      INSERT INTO loan SELECT n, 1 + n % 60, n * 10, 'open' FROM generate_series(1, 90) n;`);
    policyPath = join(dir, `policy-${Math.trunc(performance.now() * 1000)}.yaml`);
    const proposal = await proposePolicy({ source: url });
    await writeFile(policyPath, proposal.policy);
    await recordSchema(policyPath, proposal);
    await signPolicy({ policyPath, keyPath: join(dir, 'steward.key'), signer: 'Data Protection' });
  });

  const changes = async () =>
    (await diffPolicy({ policyPath, source: url })).changes.map(
      ({ kind, table, column, stops }) => `${stops ? '!' : ''}${kind} ${table}.${column}`,
    );

  it('has not changed when nobody changed it', async () => {
    const diff = await diffPolicy({ policyPath, source: url });
    expect(diff).toMatchObject({
      changes: [],
      refused: false,
      recorded: true,
      signature: { state: 'holds', signer: 'Data Protection' },
    });
  });

  // mutants: a new column counted as known, or as a refusal; nullability compared the wrong way round; each caught here
  it('shows what is new, and goes on without it', async () => {
    await sql(`
      ALTER TABLE client ADD COLUMN email text;
      UPDATE client SET email = 'anna' || id || '@example.org';
      ALTER TABLE loan ALTER COLUMN state DROP NOT NULL;
      ALTER TYPE stage ADD VALUE 'sold';
      CREATE TABLE visit (id integer PRIMARY KEY);
      ALTER TABLE loan ADD COLUMN guarantor_id integer REFERENCES client;`);
    const diff = await diffPolicy({ policyPath, source: url });
    expect(await changes()).toEqual([
      'column-new client.email',
      'column-new loan.guarantor_id',
      'relation-new loan.guarantor_id',
      'nullability-changed loan.state',
      'enum-values-new loan.state',
      'table-new visit.null',
    ]);
    expect(diff.refused).toBe(false);
    expect(diff.changes.find(({ kind }) => kind === 'nullability-changed')?.detail).toBe('may be null now');
    expect(diff.changes.find(({ kind }) => kind === 'enum-values-new')?.detail).toBe('sold');
    expect(diff.changes[0]?.idea).toMatchObject({ role: 'directIdentifier', entity: 'email' });
    const outcome = await runExtract({
      policyPath,
      source: url,
      outDir: join(dir, `out ${performance.now()}`),
      keyPath: join(dir, 'steward.key'),
    });
    expect(outcome.verdict === 'open' || outcome.checks.length > 0).toBe(true);
  });

  it('shows all that refuses a run, as the run itself does', async () => {
    await sql(`
      ALTER TABLE loan DROP COLUMN amount;
      ALTER TABLE loan DROP CONSTRAINT loan_client_id_fkey;
      UPDATE loan SET client_id = 999 WHERE id = 1;
      ALTER TABLE client DROP CONSTRAINT client_pkey;
      INSERT INTO client VALUES (60, 'Eva Novak 61', 'F', NULL);`);
    const found = await changes();
    expect(found).toEqual(
      expect.arrayContaining([
        '!key-not-unique client.id',
        'key-undeclared client.id',
        '!column-gone loan.amount',
        'relation-gone loan.client_id',
      ]),
    );
    await expect(
      runExtract({ policyPath, source: url, outDir: join(dir, 'never'), keyPath: join(dir, 'steward.key') }),
    ).rejects.toMatchObject({ code: 'bad-policy' });
  });

  it('shows rows that point nowhere, and values that are no longer of their type', async () => {
    await sql('ALTER TABLE loan DROP CONSTRAINT loan_client_id_fkey; UPDATE loan SET client_id = 999 WHERE id = 1');
    expect(await changes()).toContain('!relation-broken loan.client_id');
    await sql("ALTER TABLE loan ALTER COLUMN amount TYPE text; UPDATE loan SET amount = 'many' WHERE id = 2");
    const diff = await diffPolicy({ policyPath, source: url });
    expect(diff.changes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['unreadable', 'type-changed']));
    expect(JSON.stringify(diff)).not.toContain('many');
  });

  it('records the schema anew when asked, and says whose signature is broken', async () => {
    await sql('ALTER TABLE client ADD COLUMN age integer');
    expect((await diffPolicy({ policyPath, source: url, record: true })).changes).toHaveLength(1);
    expect((await diffPolicy({ policyPath, source: url })).changes).toEqual([]);
    await writeFile(policyPath, `${await readFile(policyPath, 'utf8')}# another word\n`);
    expect(await diffPolicy({ policyPath, source: url })).toMatchObject({
      changes: [],
      refused: true,
      signature: { state: 'broken' },
    });
  });
});
