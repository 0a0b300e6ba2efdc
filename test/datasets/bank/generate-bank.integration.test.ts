// The generated bank: the same bytes for the same seed, whole references, and figures that look like lending.
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BankTable, generateBank } from '../../../datasets/bank/generate-bank.ts';

const CUSTOMERS = 12_000;
const SEED = 7;
const work = await mkdtemp(join(tmpdir(), 'practicum-bank-'));
const bank = join(work, 'bank');
let tables: BankTable[];
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  ({ tables } = await generateBank({ dir: bank, customers: CUSTOMERS, seed: SEED }));
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  for (const { name, file } of tables) {
    const text = name === 'customers' ? ", types = {'national_id': 'VARCHAR', 'postcode': 'VARCHAR'}" : '';
    await connection.run(`CREATE TABLE ${name} AS FROM read_csv('${file}', header = true${text})`);
  }
});

afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await rm(work, { recursive: true });
});

const figures = async (sql: string) => {
  const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  return row as Record<string, number | string>;
};
const figure = async (sql: string) => Number((await figures(`SELECT (${sql}) AS figure`))['figure']);

const digests = async (folder: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).sort().map(async (file) => {
        return [
          file,
          createHash('sha256')
            .update(await readFile(join(folder, file)))
            .digest('hex'),
        ];
      }),
    ),
  );

const generated = async (name: string, seed: number, threads: number) => {
  const dir = join(work, name);
  await generateBank({ dir, customers: CUSTOMERS, seed, threads });
  return digests(dir);
};

describe('the same seed', () => {
  // mutant: draws.ts asks the engine's random(), caught here; payments fill more than one row group, so threads do share work.
  test('gives identical bytes at any number of threads', async () => {
    const bytes = await digests(bank);
    expect(Object.keys(bytes)).toHaveLength(5);
    expect(await generated('one-thread', SEED, 1)).toEqual(bytes);
    expect(await generated('five-threads', SEED, 5)).toEqual(bytes);
  });

  // mutant: draws.ts leaves the seed out, caught here.
  test('and another seed gives another bank in every table', async () => {
    const other = await generated('other', SEED + 1, 2);
    for (const [file, digest] of Object.entries(await digests(bank))) expect(other[file], file).not.toBe(digest);
  });
});

describe('the files', () => {
  test('are CSV with a header, ISO dates, empty nulls and as many rows as reported', async () => {
    expect(tables.map(({ name }) => name)).toEqual(['customers', 'applications', 'loans', 'payments', 'decisions']);
    for (const { name, rows } of tables) expect(await figure(`SELECT count(*) FROM ${name}`), name).toBe(rows);
    const [header, first] = (await readFile(join(bank, 'loans.csv'), 'utf8')).split('\n');
    expect(header).toBe('loan_id,application_id,customer_id,opened_on,principal,rate_percent,defaulted_12m,closed_on');
    expect(first).toMatch(/^1,\d+,\d+,2023-1\d-\d\d,\d+\.00,\d+\.\d\d,(true|false),(\d{4}-\d\d-\d\d)?$/);
    expect(await readdir(work)).not.toContain('bank.partial');
  });

  // mutant: the target is removed before the rename, caught here.
  test('never replace what is in the folder already', async () => {
    const dir = join(work, 'mine');
    await generateBank({ dir, customers: 10, seed: 1 });
    await writeFile(join(dir, 'mine.txt'), 'keep');
    await expect(generateBank({ dir, customers: 10, seed: 2 })).rejects.toThrow(/expected .* to be empty or absent/);
    expect(await readFile(join(dir, 'mine.txt'), 'utf8')).toBe('keep');
  });

  test('appear all or not at all: an abort leaves nothing behind', async () => {
    const dir = join(work, 'aborted');
    const stop = new AbortController();
    const started = generateBank({
      dir,
      customers: 500,
      seed: 1,
      signal: stop.signal,
      onProgress: ({ step }) => step === 'loans' && stop.abort(new Error('enough')),
    });
    await expect(started).rejects.toThrow('enough');
    expect((await readdir(work)).filter((name) => name.startsWith('aborted'))).toEqual([]);
  });

  test('are refused for a number of customers that is none', async () => {
    await expect(generateBank({ dir: join(work, 'none'), customers: 0, seed: 1 })).rejects.toThrow(
      /whole number from 1/,
    );
  });
});

describe('references', () => {
  test.each([
    ['applications', 'customer_id', 'customers'],
    ['loans', 'application_id', 'applications'],
    ['loans', 'customer_id', 'customers'],
    ['payments', 'loan_id', 'loans'],
    ['decisions', 'application_id', 'applications'],
  ])('every %s.%s is found in %s', async (from, key, to) => {
    expect(await figure(`SELECT count(*) FROM ${from} ANTI JOIN ${to} USING (${key})`)).toBe(0);
  });

  test('a loan belongs to the customer who applied, after the decision to accept', async () => {
    expect(
      await figure(`SELECT count(*) FROM loans l JOIN applications a USING (application_id) JOIN decisions d USING (application_id)
        WHERE l.customer_id <> a.customer_id OR d.decision <> 'accept' OR l.opened_on <= d.decided_on OR d.decided_on < a.applied_on`),
    ).toBe(0);
  });

  test('nobody applies before the account is open or before the age of eighteen', async () => {
    expect(
      await figure(`SELECT count(*) FROM applications JOIN customers USING (customer_id)
        WHERE applied_on < opened_on OR applied_on < birth_date + INTERVAL 18 YEAR`),
    ).toBe(0);
  });
});

describe('people', () => {
  // mutant: no turn in the mailbox (two people of one name), caught by email.
  test.each(['email', 'phone', 'national_id'])('have a %s of their own', async (column) => {
    expect(await figure(`SELECT count(*) - count(DISTINCT ${column}) FROM customers`)).toBe(0);
  });

  test('have an e-mail that says their name, and a national id of eleven digits that starts with their birthday', async () => {
    expect(
      await figure(`SELECT count(*) FROM customers WHERE
        NOT regexp_matches(email, '^[a-z]+[.][a-z]+[0-9]*@example[.](com|net|org)$')
        OR NOT starts_with(email, regexp_replace(strip_accents(lower(first_name || '.' || last_name)), '[^a-z.]', '', 'g'))
        OR NOT regexp_matches(national_id, '^[0-9]{11}$') OR NOT starts_with(national_id, strftime(birth_date, '%y%m%d'))`),
    ).toBe(0);
  });

  test('are named in some of the free text', async () => {
    const share = await figure(`SELECT avg((contains(note, last_name) OR contains(note, first_name))::INTEGER)
      FROM decisions JOIN applications USING (application_id) JOIN customers USING (customer_id) WHERE note IS NOT NULL`);
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });
});

describe('figures', () => {
  const scored = `FROM loans JOIN applications USING (application_id) JOIN decisions USING (application_id) WHERE defaulted_12m IS NOT NULL`;
  const gini = (where: string) =>
    figure(`WITH ranked AS (SELECT defaulted_12m AS bad, rank() OVER (ORDER BY pd) + (count(*) OVER (PARTITION BY pd) - 1) / 2 AS place ${scored} AND ${where})
      SELECT 2 * (sum(place) FILTER (WHERE bad) - count(*) FILTER (WHERE bad) * (count(*) FILTER (WHERE bad) + 1) / 2)
        / (count(*) FILTER (WHERE bad) * count(*) FILTER (WHERE NOT bad)) - 1 FROM ranked`);

  test('four to eight of a hundred loans default', async () => {
    const rate = await figure('SELECT avg(defaulted_12m::INTEGER) FROM loans');
    expect(rate).toBeGreaterThan(0.04);
    expect(rate).toBeLessThan(0.08);
  });

  test('the scorecard ranks with a Gini of about one half', async () => {
    const value = await gini('true');
    expect(value).toBeGreaterThan(0.42);
    expect(value).toBeLessThan(0.58);
  });

  test('the newest loans have no outcome yet, all older ones have', async () => {
    expect(
      await figure(
        `SELECT count(*) FROM loans WHERE (defaulted_12m IS NULL) <> (opened_on + INTERVAL 12 MONTH > DATE '2026-08-31')`,
      ),
    ).toBe(0);
    expect(await figure('SELECT count(*) FROM loans WHERE defaulted_12m IS NULL')).toBeGreaterThan(0);
  });

  test('PF1: arrears after opening give the outcome away', async () => {
    const { bad, good } = await figures(`SELECT min(arrears_after_open) FILTER (WHERE defaulted_12m) AS bad,
      max(arrears_after_open) FILTER (WHERE NOT defaulted_12m) AS good ${scored}`);
    expect(Number(bad)).toBeGreaterThan(Number(good));
  });

  // mutant: the score weighs 1 in the shift as elsewhere, caught here.
  test('PF2: in the last quarter ranking falls and losses outrun the scorecard', async () => {
    const [before, after] = [await gini(`applied_on < '2025-07-01'`), await gini(`applied_on >= '2025-07-01'`)];
    expect(before - after).toBeGreaterThan(0.05);
    const gap = (where: string) => figure(`SELECT avg(defaulted_12m::INTEGER) - avg(pd) ${scored} AND ${where}`);
    expect(await gap(`applied_on >= '2025-07-01'`)).toBeGreaterThan((await gap(`applied_on < '2025-07-01'`)) + 0.02);
  });

  test('PF3: thin files default far more often than predicted, the others about as often', async () => {
    const ratio = (thin: boolean) =>
      figure(`SELECT avg(defaulted_12m::INTEGER) / avg(pd) ${scored} AND thin_file = ${thin}`);
    expect(await ratio(true)).toBeGreaterThan(2);
    expect(await ratio(false)).toBeLessThan(1.4);
  });

  test('PF4: the postcode band stands for the protected group, and the scorecard uses it', async () => {
    const share = (inside: string) =>
      figure(`SELECT avg((protected_group = 'B')::INTEGER) FROM customers WHERE postcode[:2]::INTEGER % 5 ${inside} 0`);
    expect((await share('=')) - (await share('<>'))).toBeGreaterThan(0.5);
    const accepted = (group: string) =>
      figure(`SELECT avg((decision = 'accept')::INTEGER) FROM decisions JOIN applications USING (application_id)
        JOIN customers USING (customer_id) WHERE protected_group = '${group}'`);
    expect((await accepted('A')) - (await accepted('B'))).toBeGreaterThan(0.03);
  });

  test('PF7: about 18 % of overrides have no reason, and nothing else has one', async () => {
    const override = `advice <> 'refer' AND advice <> decision`;
    const missing = await figure(`SELECT avg((override_reason IS NULL)::INTEGER) FROM decisions WHERE ${override}`);
    expect(missing).toBeGreaterThan(0.13);
    expect(missing).toBeLessThan(0.23);
    expect(await figure(`SELECT count(override_reason) FROM decisions WHERE NOT (${override})`)).toBe(0);
  });

  test('money adds up: a payment is paid whole or not at all, never after the day of the photograph', async () => {
    expect(
      await figure(`SELECT count(*) FROM payments WHERE amount_paid <> CASE WHEN paid_on IS NULL THEN 0 ELSE amount_due END
        OR due_on > DATE '2026-08-31' OR paid_on > DATE '2026-08-31'`),
    ).toBe(0);
    expect(await figure('SELECT avg(amount_paid / amount_due) FROM payments')).toBeGreaterThan(0.9);
  });
});
