// A folder into which tests write Parquet and DuckDB files with SQL, with an engine to read them back.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DuckDbEngine } from '../../../datasets/engines/duckdb/duckdb-engine.ts';
import type { Cell, Engine } from '../../../datasets/engines/engine.ts';
import { column, type ValueType } from '../../../datasets/engines/expression.ts';
import { ExtractError } from '../../../datasets/extract-error.ts';
import type { RefusePolicy } from '../../../datasets/policy/refuse-policy.ts';
import { SourceDeclaration } from '../../../datasets/policy/source-declaration.ts';
import { openSource } from '../../../datasets/sources/open-source.ts';
import type { Source } from '../../../datasets/sources/source.ts';

export type TypedPlace = AsyncDisposable & {
  dir: string;
  /** What passes through a run. */
  workDir: string;
  engine: Engine;
  /** Runs SQL in a DuckDB of its own; `{dir}` is the folder. */
  sql: (...statements: string[]) => Promise<void>;
  open: (source: string, declared: unknown, signal?: AbortSignal) => Promise<Source>;
  /** Loads columns as `name type`, answers the loaded rows with their numbers first. */
  load: (source: Source, table: string, columns: Readonly<Record<string, ValueType>>) => Promise<Cell[][]>;
};

export const refuse: RefusePolicy = (path, sentence) =>
  new ExtractError('bad-policy', `${path.join('.')}: ${sentence}`);

export async function openTypedPlace(): Promise<TypedPlace> {
  const dir = await mkdtemp(join(tmpdir(), 'practicum-typed-'));
  const engine = await DuckDbEngine.open({ spillDir: join(dir, 'spill') });
  const workDir = join(dir, 'work');
  await mkdir(workDir);
  let loads = 0;
  return {
    dir,
    workDir,
    engine,
    sql: async (...statements) => {
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      try {
        for (const statement of statements) await connection.run(statement.replaceAll('{dir}', dir));
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
    open: (source, declared, signal) =>
      openSource(source, SourceDeclaration.parse(declared), { engine, refuse, workDir, signal }),
    load: async (source, table, columns) => {
      const name = `loaded ${loads++}`;
      const definitions = Object.entries(columns).map(([each, type]) => ({ name: each, type: type as 'text' }));
      await source.load(table, definitions, { name, rowColumn: 'practicum row', firstRow: 10n });
      const selected = Object.entries({ 'practicum row': 'integer' as ValueType, ...columns });
      return engine.rows({
        from: { relation: name, as: 't' },
        select: Object.fromEntries(selected.map(([each, type]) => [each, column('t', each, type)])),
        orderBy: [column('t', 'practicum row', 'integer')],
      });
    },
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
