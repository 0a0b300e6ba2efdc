// Chinook in a database of its own on the test server.
import { readFile } from 'node:fs/promises';
import pg from 'pg';

async function onServer(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

const within = (server: string, database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

/** Answers its URL. */
export async function createChinook(server: string, database: string, script: string): Promise<string> {
  await dropDatabase(server, database);
  await onServer(server, `CREATE DATABASE ${database}`);
  const sql = await readFile(script, 'utf8');
  // What comes before is for psql: it makes the database and moves into it.
  const entered = '\\c chinook;';
  await onServer(within(server, database), sql.slice(sql.indexOf(entered) + entered.length));
  return within(server, database);
}

/** Calls the columns of every table c1 to cn; answers their true paths by their new ones. */
export async function hideNames(url: string): Promise<Map<string, string>> {
  const { rows } = await onServer(
    url,
    "SELECT table_name AS t, column_name AS c, row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position) AS turn FROM information_schema.columns WHERE table_schema = 'public'",
  );
  for (const { t, c, turn } of rows) await onServer(url, `ALTER TABLE "${t}" RENAME COLUMN "${c}" TO c${turn}`);
  return new Map(rows.map(({ t, c, turn }) => [`${t}.c${turn}`, `${t}.${c}`]));
}

export async function dropDatabase(server: string, database: string): Promise<void> {
  await onServer(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
}
