// Builds a DuckDB file out of Parquet files: for tools that want one database instead of files.
import { DuckDBInstance } from '@duckdb/node-api';
import { quoteName, quotePath, quoteText } from './quote.ts';

export type DatabaseTable = {
  name: string;
  parquet: string;
  /** What the database says of each column to whoever asks. */
  comments: Readonly<Record<string, string>>;
};

/** `comment` goes on every table. `file` must not exist. Its bytes differ from build to build: a seal cannot hold it. */
export async function buildDatabase(file: string, tables: readonly DatabaseTable[], comment: string): Promise<void> {
  const instance = await DuckDBInstance.create(file, {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    for (const { name, parquet, comments } of tables) {
      await connection.run(`CREATE TABLE ${quoteName(name)} AS FROM read_parquet(${quotePath(parquet)})`);
      await connection.run(`COMMENT ON TABLE ${quoteName(name)} IS ${quoteText(comment)}`);
      for (const [column, told] of Object.entries(comments))
        await connection.run(`COMMENT ON COLUMN ${quoteName(name)}.${quoteName(column)} IS ${quoteText(told)}`);
    }
    await connection.run('CHECKPOINT');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
