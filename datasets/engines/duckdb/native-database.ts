// A DuckDB file attached read-only to the engine's connection.
import { ExtractError } from '../../extract-error.ts';
import type { AttachedDatabase, DatabaseLoad } from '../engine.ts';
import { describeDatabase } from './describe-database.ts';
import { loadNative, type Session } from './load-native.ts';
import { quoteName, quoteText } from './quote.ts';

/** One source a run: a name that no policy can say. */
const catalog = 'practicum source';

/** Throws ExtractError `bad-source` where the file is no DuckDB database, or a writer holds it. */
export async function attachDatabase(session: Session, file: string, label: string): Promise<AttachedDatabase> {
  try {
    await session.run(`ATTACH ${quoteText(file)} AS ${quoteName(catalog)} (TYPE duckdb, READ_ONLY)`);
  } catch (error) {
    if (error instanceof ExtractError && error.code === 'cancelled') throw error;
    throw new ExtractError('bad-source', `${label}: expected a DuckDB file, got ${reasonOf(error)}`);
  }
  return {
    describe: (schema) => describeDatabase(session, catalog, schema),
    load: async (load: DatabaseLoad) => {
      const from = [catalog, load.schema, load.source].map(quoteName).join('.');
      const described = await session.read(`DESCRIBE SELECT * FROM ${from}`);
      const types = new Map(described.map(([name, nativeType]) => [String(name), String(nativeType)]));
      return loadNative(session, load, { from, types });
    },
    [Symbol.asyncDispose]: async () => {
      await session.run(`DETACH ${quoteName(catalog)}`).catch(() => {});
    },
  };
}

function reasonOf(error: unknown): string {
  const told = error instanceof Error ? String(error.cause) : '';
  if (/lock/i.test(told)) return 'one that another process writes to; close it there, or point at a copy';
  if (/not a valid DuckDB/i.test(told)) return 'a file of another kind; check the path';
  if (/version/i.test(told)) return 'one of another storage version; write it again with the engine’s version';
  if (/encrypt/i.test(told)) return 'an encrypted one; point at a copy that is not';
  return 'one that cannot be opened; check the path and its rights';
}
