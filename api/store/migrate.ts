// Brings a store to the newest schema; one migration set for both engines.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Problem } from '../problems.ts';
import type { Store } from './store.ts';

const folder = join(import.meta.dirname, 'migrations');

/** Applies what is missing and returns the names of what it applied. Throws `store-unavailable` on a store of a newer version. */
export async function migrate(store: Store): Promise<string[]> {
  const known = await readKnown();
  const migrator = new Migrator({
    db: store.db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          await Promise.all(known.map(async (name) => [name.slice(0, -4), await readMigration(name)])),
        ),
    },
  });
  await assertNotNewer(store, new Set(known.map((name) => name.slice(0, -4))));
  const { error, results } = await migrator.migrateToLatest();
  if (error)
    throw new Problem('store-unavailable', 'The schema of the store could not be brought up to date.', {
      cause: error,
    });
  // Whatever follows an acknowledgement must find its tables: make the migration durable as any other write.
  await store.transact(async () => {});
  return (results ?? []).map((result) => result.migrationName);
}

/** Whether the store is at exactly the schema that this version knows. */
export async function isNewest(store: Store): Promise<boolean> {
  const known = (await readKnown()).map((name) => name.slice(0, -4));
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name collate "C"`.execute(
    store.db,
  );
  return JSON.stringify(applied.rows.map((row) => row.name)) === JSON.stringify(known);
}

async function readKnown(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
}

async function readMigration(name: string): Promise<Migration> {
  const text = await readFile(join(folder, name), 'utf8');
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of splitStatements(text)) await sql.raw(statement).execute(db);
    },
  };
}

/** Splits at semicolons, but not inside line comments or $$ … $$ bodies. */
function splitStatements(text: string): string[] {
  const statements = text.match(/(?:--[^\n]*(?:\n|$)|\$\$[\s\S]*?\$\$|[^;])+/g) ?? [];
  return statements.filter((statement) => statement.replace(/--[^\n]*/g, '').trim() !== '');
}

async function assertNotNewer(store: Store, known: ReadonlySet<string>): Promise<void> {
  const present = await sql<{
    present: boolean;
  }>`select to_regclass('kysely_migration') is not null as present`.execute(store.db);
  if (!present.rows[0]?.present) return;
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(store.db);
  const unknown = applied.rows.map((row) => row.name).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Problem(
    'store-unavailable',
    `This store was written by a newer Practicum (it knows ${unknown.at(-1)}). Start that version, or give another state directory or database.`,
  );
}
