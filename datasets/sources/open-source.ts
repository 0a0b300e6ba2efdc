// Opens the place that a run was pointed at, if the policy describes such a place.
import { stat } from 'node:fs/promises';
import { ExtractError } from '../extract-error.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { CsvFolder } from './csv-folder.ts';
import { Postgres } from './postgres.ts';
import { isPostgresUrl } from './postgres-url.ts';
import type { Source } from './source.ts';

export async function openSource(
  source: string,
  policy: ExtractPolicy,
  { refuse, workDir, signal }: { refuse: RefusePolicy; workDir: string; signal?: AbortSignal | undefined },
): Promise<Source> {
  if (isPostgresUrl(source)) {
    const { postgres } = policy.source;
    if (!postgres)
      throw refuse(['source'], 'expected a postgres section for a source that is a postgresql:// URL, got none');
    return Postgres.open(source, {
      schema: postgres.schema,
      spelling: policy.source,
      workDir,
      ...(signal ? { signal } : {}),
    });
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source))
    throw new ExtractError('bad-source', 'expected a folder or a postgresql:// URL, got an address of another kind');
  const { csv } = policy.source;
  if (!csv) throw refuse(['source'], 'expected a csv section for a source that is a folder, got none');
  const isFolder = await stat(source).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new ExtractError('bad-source', `expected ${source} to be a folder of CSV files, got none; check the path`);
  return new CsvFolder(source, csv, policy.source, workDir);
}

/** Asks the source for every name of the policy before anything is read. */
export async function assertSourceHas(source: Source, needed: SourceColumns, refuse: RefusePolicy): Promise<void> {
  for (const [table, columns] of needed) {
    const present = await source.columnsOf(table);
    if (!present)
      throw refuse(['tables', table], `expected a table that the source has, got ${table}, which it has not`);
    for (const { name, askedAt } of columns.values())
      if (!present.includes(name))
        throw refuse(askedAt, `expected a column of ${table} in the source (${present.join(', ')}), got ${name}`);
  }
}
