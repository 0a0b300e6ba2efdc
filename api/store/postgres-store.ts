// The store on a PostgreSQL server, refused when the server may lose what it acknowledged.
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { Problem } from '../problems.ts';
import type { NoTables, Store, Tx } from './store.ts';

const retriedCodes = new Set(['40001', '40P01']);
const attemptsPerTransaction = 5;

/** Opens a pool on `url`. Throws `store-unavailable` when the server does not answer or its settings risk acknowledged rows. */
export async function openPostgresStore(url: string, options: { connections?: number } = {}): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 16,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: parserOf },
  });
  // An idle connection that the server ends must not end this process; the next query opens another one.
  pool.on('error', () => {});
  const db = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await assertDurable(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    engine: 'postgresql',
    db,
    async transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      for (let attempt = 1; ; attempt++) {
        try {
          return await db.transaction().execute(work);
        } catch (error) {
          if (attempt === attemptsPerTransaction || !retriedCodes.has(codeOf(error))) throw error;
        }
      }
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}

async function assertDurable(db: Kysely<NoTables>): Promise<void> {
  let rows: { name: string; setting: string }[];
  try {
    const answer = await sql<{ name: string; setting: string }>`
      select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`.execute(
      db,
    );
    rows = answer.rows;
  } catch (cause) {
    throw new Problem('store-unavailable', 'PostgreSQL did not answer: check DATABASE_URL and that the server runs.', {
      cause,
    });
  }
  const off = rows.filter((row) => row.setting === 'off').map((row) => row.name);
  if (off.length === 0) return;
  throw new Problem(
    'store-unavailable',
    `PostgreSQL runs with ${off.join(', ')} off, so it may lose acknowledged submissions. Turn ${off.length > 1 ? 'them' : 'it'} on.`,
  );
}

// Both engines must give the same JavaScript values: PGlite reads int8 as a number, pg as text.
const int8 = 20;
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === int8 ? Number : (pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
