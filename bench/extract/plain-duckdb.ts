// DuckDB without the engine around it: for the sources that the bench makes, and for the floors that no engine can go below.
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** Ends the instance after the work. Statements run one after another; the last one's first value is the answer, if it has any. */
export async function inDuckDb<T>(work: (run: (sql: string) => Promise<unknown>) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return await work((sql) => run(connection, sql));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function run(connection: DuckDBConnection, sql: string): Promise<unknown> {
  return (await connection.runAndReadAll(sql)).getRows()[0]?.[0];
}

/** As the engine writes: a floor that encodes differently would be the floor of something else. */
export const asParquet =
  '(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880)';

/** The bare HMAC-SHA256 (RFC 2104) of a text, by a key of the bench's own. */
export const hmacSql = (text: string): string =>
  `sha256(outer_block || unhex(sha256(inner_block || encode('pseudonym\u001fdomain\u001f' || ${text}))))`;
export const hmacKeySql =
  "CREATE TABLE bench_key AS SELECT encode(repeat('6', 64)) AS inner_block, encode(repeat('\\', 64)) AS outer_block";

/** A number below `limit` that looks random, the same for a row in every run. */
export const drawn = (row: string, salt: number, limit: number): string =>
  `CAST(hash(${row} * 31 + ${salt}) % ${limit} AS BIGINT)`;
