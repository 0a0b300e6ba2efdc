// Writes a whole production-like bank as a folder of CSV files.
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { applicationsSql } from './applications.ts';
import { customersSql } from './customers.ts';
import { decisionsSql } from './decisions.ts';
import { loadDictionaries } from './dictionaries.ts';
import { drawsOf } from './draws.ts';
import { loansSql } from './loans.ts';
import { paymentsSql } from './payments.ts';
import { BANK_TABLES } from './tables.ts';

/** Most people whom the distinct numbers of `customers.ts` are made for. */
const MOST_CUSTOMERS = 50_000_000;

type BankProgress = { step: string; done: number; of: number };

type BankOptions = {
  /** Folder to be created; it may exist when it is empty. */
  dir: string;
  customers: number;
  /** Any whole number: the same seed gives the same bytes, whatever the machine or its number of threads. */
  seed: number;
  /** DuckDB's own choice when not given. */
  threads?: number;
  onProgress?: (progress: BankProgress) => void;
  signal?: AbortSignal;
};

export type BankTable = { name: string; rows: number; file: string };

/**
 * Generates customers, applications, loans, payments and decisions into `dir` as CSV: comma, double quote, header, UTF-8,
 * ISO dates, an empty field for null. All files appear at once or none does. Throws when `dir` holds anything, when a number
 * is out of range, or with the signal's reason.
 */
export async function generateBank(options: BankOptions): Promise<{ tables: BankTable[] }> {
  const { customers, seed, signal } = options;
  assertWhole('customers', customers, 1, MOST_CUSTOMERS);
  assertWhole('seed', seed, -2_147_483_648, 2_147_483_647);
  signal?.throwIfAborted();
  const dir = resolve(options.dir);
  const partial = `${dir}.partial`;
  await mkdir(dirname(dir), { recursive: true });
  await rm(partial, { recursive: true, force: true }); // left by a run that was killed
  await mkdir(partial);
  try {
    const tables = await writeTables(partial, options);
    await moveIntoPlace(partial, dir);
    return { tables: tables.map(({ name, rows }) => ({ name, rows, file: join(dir, `${name}.csv`) })) };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function writeTables(folder: string, { customers, seed, threads, onProgress, signal }: BankOptions) {
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: join(folder, 'spill'),
    preserve_insertion_order: 'true',
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    const draws = drawsOf(seed);
    const run = (sql: string) => async () => void (await connection.run(sql));
    const counts: { name: string; rows: number }[] = [];
    const steps: [string, () => Promise<void>][] = [
      ['dictionaries', () => loadDictionaries(connection, { seed, locale: 'en_GB' })],
      ['customers', run(customersSql(draws, seed, customers))],
      ['applications', run(applicationsSql(draws))],
      ['decisions', run(decisionsSql(draws))],
      ['loans', run(loansSql(draws))],
      ['payments', run(paymentsSql(draws))],
      ...BANK_TABLES.map(({ name, sql }): [string, () => Promise<void>] => [
        `${name}.csv`,
        async () => void counts.push({ name, rows: await copyToCsv(connection, sql, join(folder, `${name}.csv`)) }),
      ]),
    ];
    for (const [done, [step, work]] of steps.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ step, done, of: steps.length });
      await work();
    }
    onProgress?.({ step: 'bank', done: steps.length, of: steps.length });
    return counts;
  } catch (cause) {
    // DuckDB reports an interrupt as an error of its own: the caller asked for the abort and expects its reason.
    signal?.throwIfAborted();
    throw cause;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
    await rm(join(folder, 'spill'), { recursive: true, force: true });
  }
}

async function copyToCsv(connection: DuckDBConnection, sql: string, file: string): Promise<number> {
  const target = file.replaceAll("'", "''");
  const result = await connection.run(
    `COPY (${sql}) TO '${target}' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')`,
  );
  return result.rowsChanged;
}

async function moveIntoPlace(partial: string, dir: string): Promise<void> {
  try {
    await rename(partial, dir); // replaces an empty folder, never a full one
  } catch (cause) {
    throw new Error(`bank: expected ${dir} to be empty or absent; remove what is in it or choose another folder`, {
      cause,
    });
  }
}

function assertWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`bank: expected ${name} to be a whole number from ${least} to ${most}, got ${value}`);
}
