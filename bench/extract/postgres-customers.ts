// A million customers out of PostgreSQL, keyed, against a bare COPY of the same columns that goes nowhere.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { TestProject } from 'vitest/node';
import { setup } from '../../test/postgres-cluster.ts';
import { median } from '../median.ts';
import { timed, timedExtract } from './timed.ts';

const rows = 1_000_000;

export type PostgresFigures = { copySeconds: number; keyedSeconds: number } | { absent: string };

/** Timed alike: from the first row that leaves the server to the last that stands where it was to go. */
export async function measurePostgres(folder: string, keyPath: string, turns: number): Promise<PostgresFigures> {
  let found: { url: string } | { absent: string } = { absent: 'no cluster was offered' };
  const project = { provide: (_: string, offered: typeof found) => (found = offered) };
  const stop = await setup(project as unknown as TestProject);
  try {
    return 'absent' in found ? found : await measure(found, folder, keyPath, turns);
  } finally {
    await stop?.();
  }
}

async function measure({ url }: { url: string }, folder: string, keyPath: string, turns: number) {
  await inDatabase(url, (client) =>
    client.query(`DROP TABLE IF EXISTS bench_customers; CREATE TABLE bench_customers AS
      SELECT i AS id, 'First' || i % 3000 || ' Last' || (i * 7919) % 45000 AS name, 'person' || i || '@mail.example' AS email,
      '+4207' || lpad(i::text, 8, '0') AS phone, date '1950-01-01' + (i * 104729 % 20000)::int AS birth_date
      FROM generate_series(1::bigint, ${rows}) AS t(i); ALTER TABLE bench_customers ADD PRIMARY KEY (id); ANALYZE bench_customers`),
  );
  const policyPath = join(folder, 'customers.yaml');
  await writeFile(policyPath, policy);
  const copies: number[] = [];
  const extracts: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    copies.push((await timed(() => inDatabase(url, copyNowhere))).seconds);
    const outDir = join(folder, `customers ${turn}`);
    const made = await timedExtract({ policyPath, source: url, keyPath, outDir });
    extracts.push(made.loadSeconds + made.subsetSeconds + made.transformSeconds);
    await rm(outDir, { recursive: true });
  }
  await inDatabase(url, (client) => client.query('DROP TABLE bench_customers'));
  return { copySeconds: median(copies), keyedSeconds: median(extracts) };
}

async function inDatabase(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function copyNowhere(client: pg.Client): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(
    client.query(copyTo('COPY (SELECT id, name, email, phone, birth_date FROM bench_customers) TO STDOUT')),
    nowhere,
  );
}

const policy = `schema: practicum/extract-policy/1
name: bench-customers
useCase: bench
source: { postgres: { schema: public } }
subject: { table: bench_customers, budget: all, shiftWeeks: none }
tables:
  bench_customers:
    key: [id]
    columns:
      id: { type: integer, pseudonymize: customer }
      name: { pseudonymize: name }
      email: { pseudonymize: email }
      phone: { pseudonymize: phone }
      birth_date: { pseudonymize: birth-date }
relations: []
privacy: { tier: default, quasiIdentifiers: none, sensitive: none }
fidelity: { target: none }
identifiers: none
`;
