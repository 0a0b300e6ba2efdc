// Makes the ready database of a sealed extract, outside the seal.
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { buildDatabase } from './engines/duckdb/build-database.ts';
import { ExtractError } from './extract-error.ts';
import { readSealedManifest, verifySeal } from './seal/verify-seal.ts';
import { extractComment } from './sources/second-pass.ts';

/**
 * Builds a DuckDB file with the tables of an extract whose seal holds, rows in the order of their keys, each column with a comment
 * that says how it was made. Throws ExtractError `bad-seal` where the seal does not hold, `output-exists` where the file stands.
 */
export async function openExtract(dir: string, databaseFile: string): Promise<{ tables: number; rows: number }> {
  const folder = resolve(dir);
  const file = resolve(databaseFile);
  if (file.startsWith(folder + sep))
    throw new ExtractError(
      'output-exists',
      `expected a file outside ${folder}, got ${file}: whatever is added breaks the seal`,
    );
  if (await lstat(file).then(Boolean, () => false))
    throw new ExtractError('output-exists', `expected ${file} not to exist, got something there; choose another name`);
  const { ok, problems } = await verifySeal(folder);
  if (!ok) throw new ExtractError('bad-seal', `expected an extract whose seal holds, got: ${problems.join('; ')}`);
  const { tables } = await readSealedManifest(folder);
  await mkdir(dirname(file), { recursive: true });
  const partial = join(dirname(file), `.${basename(file)}.partial-${randomUUID()}`);
  try {
    await buildDatabase(
      partial,
      tables.map(({ name, file: parquet, columns }) => ({
        name,
        parquet: join(folder, parquet),
        comments: Object.fromEntries(columns.map((column) => [column.name, column.transform])),
      })),
      extractComment,
    );
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
    await rm(`${partial}.wal`, { force: true });
  }
  return { tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
}
