// A database of its own on the test cluster, with a role that may do nothing but SELECT.
import pg from 'pg';

export type PostgresPlace = AsyncDisposable & {
  /** Of the reader. */
  url: string;
  /** Runs SQL as the owner. */
  sql: (text: string) => Promise<pg.QueryResult>;
};

/** A password that breaks what is not encoded, and what is encoded only once. */
export const readerPassword = 'p@ss:w/rd %41?';

export async function openPostgresPlace(clusterUrl: string, name: string): Promise<PostgresPlace> {
  const database = `${name}_${process.pid}`;
  const reader = `${database}_reader`;
  await on(clusterUrl, `CREATE DATABASE ${database}`);
  await on(clusterUrl, `CREATE ROLE ${reader} LOGIN PASSWORD '${readerPassword}'`);
  const owner = new URL(clusterUrl);
  owner.pathname = `/${database}`;
  await on(
    owner.href,
    `REVOKE ALL ON SCHEMA public FROM public; GRANT USAGE ON SCHEMA public TO ${reader};
     ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${reader}`,
  );
  const url = new URL(owner);
  url.username = reader;
  url.password = encodeURIComponent(readerPassword);
  return {
    url: url.href,
    sql: (text) => on(owner.href, text),
    [Symbol.asyncDispose]: async () => {
      await on(clusterUrl, `DROP DATABASE ${database} WITH (FORCE)`);
      await on(clusterUrl, `DROP ROLE ${reader}`);
    },
  };
}

async function on(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
