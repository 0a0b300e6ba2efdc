// Opens the place that a run was pointed at, if the policy describes such a place.
import { stat } from 'node:fs/promises';
import type { Engine } from '../engines/engine.ts';
import { ExtractError } from '../extract-error.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import type { SourceDeclaration } from '../policy/source-declaration.ts';
import { DuckDbFile } from './duckdb-file.ts';
import { openFolder } from './open-folder.ts';
import { Postgres } from './postgres.ts';
import { isPostgresUrl } from './postgres-url.ts';
import type { Source } from './source.ts';
import type { SourceTable } from './source-schema.ts';

export type OpenSourceOptions = {
  engine: Engine;
  refuse: RefusePolicy;
  /** Private to this run: what passes through goes here. */
  workDir: string;
  signal?: AbortSignal | undefined;
};

/**
 * `source` is a postgresql:// URL, a DuckDB file, or a folder of CSV or Parquet files; `declared` says how to read such a place.
 * Throws ExtractError `bad-source` where there is nothing of the kind, and through `refuse` where it is not declared.
 */
export async function openSource(
  source: string,
  declared: SourceDeclaration,
  { engine, refuse, workDir, signal }: OpenSourceOptions,
): Promise<Source> {
  const demand = <Section>(section: Section | undefined, kind: string, what: string): Section => {
    if (section) return section;
    throw refuse(['source'], `expected a ${kind} section for a source that is ${what}, got none`);
  };
  if (isPostgresUrl(source)) {
    const { schema } = demand(declared.postgres, 'postgres', 'a postgresql:// URL');
    return Postgres.open(engine, source, { schema, spelling: declared, workDir, ...(signal ? { signal } : {}) });
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source))
    throw new ExtractError(
      'bad-source',
      'expected a folder, a DuckDB file or a postgresql:// URL, got an address of another kind',
    );
  const found = await stat(source).catch(() => undefined);
  if (!found)
    throw new ExtractError(
      'bad-source',
      `expected ${source} to be a folder of CSV or Parquet files, or a DuckDB file, got nothing there; check the path`,
    );
  if (found.isFile()) {
    const { schema } = demand(declared.duckdb, 'duckdb', 'a file');
    return DuckDbFile.open(engine, source, { schema, spelling: declared });
  }
  if (!found.isDirectory())
    throw new ExtractError('bad-source', `expected ${source} to be a folder or a file, got something else`);
  return openFolder(source, declared, { engine, refuse, workDir });
}

/** Asks the source for every name of the policy before anything is read. */
export async function assertSourceHas(source: Source, needed: SourceColumns, refuse: RefusePolicy): Promise<void> {
  const { tables, views } = await source.describe();
  const byName = new Map(tables.map((table) => [table.name, table]));
  for (const [table, columns] of needed) {
    const at = ['tables', table];
    const found = byName.get(table);
    const view = views.find(({ name }) => name === table);
    const whole = tables.find(({ partitions }) => partitions.includes(table));
    if (view)
      throw refuse(at, `expected a table, got ${table}, which is a ${view.kind}: name its tables, or store it as one`);
    if (whole) throw refuse(at, `expected a whole table, got ${table}, which is a part of ${whole.name}: name that`);
    if (!found)
      throw refuse(at, `expected a table that the source has, got ${table}, which it has not; ${nearest(tables)}`);
    const twice = found.inherits.find((parent) => needed.has(parent));
    if (twice)
      throw refuse(at, `expected ${twice} or ${table}, got both: a row of ${table} is a row of ${twice} too; drop one`);
    const present = found.columns.map(({ name }) => name);
    for (const { name, askedAt } of columns.values())
      if (!present.includes(name))
        throw refuse(askedAt, `expected a column of ${table} in the source (${present.join(', ')}), got ${name}`);
  }
}

/** A policy for another database or schema misses everything: what is there shows it. */
function nearest(tables: readonly SourceTable[]): string {
  const names = tables.map(({ name }) => name);
  if (names.length === 0) return 'it has none at all: check the address, the schema and what the role may see';
  return `it has ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`;
}
