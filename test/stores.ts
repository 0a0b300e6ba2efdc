// Runs one test body over both engines: PGlite in memory, and a fresh database of the test cluster.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { migrate } from '../api/store/migrate.ts';
import { openPgliteStore } from '../api/store/pglite-store.ts';
import { openPostgresStore } from '../api/store/postgres-store.ts';
import type { Store } from '../api/store/store.ts';

/** A migrated store on a fresh PostgreSQL database, dropped when disposed; `url` lets a second process join. */
export async function openFreshPostgres(clusterUrl: string): Promise<Store & { url: string }> {
  const name = `practicum_${randomBytes(6).toString('hex')}`;
  await onCluster(clusterUrl, `create database ${name}`);
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const store = await openPostgresStore(url.href);
  await migrate(store);
  return {
    url: url.href,
    engine: store.engine,
    db: store.db,
    transact: (work) => store.transact(work),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await onCluster(clusterUrl, `drop database ${name} with (force)`);
    },
  };
}

async function onCluster(clusterUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Describes `claims` once per engine; `store()` is that engine's one migrated store of this file. */
export function describeOnStores(title: string, claims: (store: () => Store) => void): void {
  describe(`${title} on PGlite`, () => {
    let store: Store | undefined;
    beforeAll(async () => {
      store = await openPgliteStore(undefined);
      await migrate(store);
    });
    afterAll(() => store?.[Symbol.asyncDispose]());
    claims(() => opened(store));
  });
  const postgres = inject('postgres');
  describe(`${title} on PostgreSQL`, () => {
    if ('absent' in postgres) {
      test('holds too', (context) => context.skip(postgres.absent));
      return;
    }
    let store: Store | undefined;
    beforeAll(async () => {
      store = await openFreshPostgres(postgres.url);
    });
    afterAll(() => store?.[Symbol.asyncDispose]());
    claims(() => opened(store));
  });
}

function opened(store: Store | undefined): Store {
  if (!store) throw new Error('the store was asked for outside a test');
  return store;
}
