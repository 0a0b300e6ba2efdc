// A DuckDB file as a source, opened to read only.
import { basename } from 'node:path';
import type { ColumnDefinition } from '../engines/csv-dialect.ts';
import type { DatabaseSchema } from '../engines/database-schema.ts';
import type { AttachedDatabase, Engine } from '../engines/engine.ts';
import type { Spelling } from '../policy/source-declaration.ts';
import { assertNotCommented } from './second-pass.ts';
import type { EngineTable, Source } from './source.ts';
import type { SourceSchema } from './source-schema.ts';

export class DuckDbFile implements Source {
  readonly #database: AttachedDatabase;
  readonly #schema: string;
  readonly #spelling: Spelling;
  readonly #label: string;
  readonly #described: DatabaseSchema;

  private constructor(database: AttachedDatabase, described: DatabaseSchema, options: DuckDbFileOptions) {
    this.#database = database;
    this.#described = described;
    this.#schema = options.schema;
    this.#spelling = options.spelling;
    this.#label = options.label;
  }

  static async open(engine: Engine, path: string, options: Omit<DuckDbFileOptions, 'label'>): Promise<DuckDbFile> {
    const label = basename(path);
    const database = await engine.attachDatabase(path, label);
    try {
      const described = await database.describe(options.schema);
      assertNotCommented(
        label,
        described.tables.map(({ comment }) => comment),
      );
      return new DuckDbFile(database, described, { ...options, label });
    } catch (error) {
      await database[Symbol.asyncDispose]();
      throw error;
    }
  }

  async describe(): Promise<SourceSchema> {
    return { kind: 'duckdb', ...this.#described };
  }

  async columnsOf(table: string): Promise<readonly string[] | undefined> {
    return this.#described.tables.find(({ name }) => name === table)?.columns.map(({ name }) => name);
  }

  load(table: string, columns: readonly ColumnDefinition[], into: EngineTable): Promise<number> {
    return this.#database.load({
      table: into.name,
      schema: this.#schema,
      source: table,
      label: `${this.#label}, table ${table}`,
      columns,
      spelling: this.#spelling,
      rowColumn: into.rowColumn,
      firstRow: into.firstRow,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database[Symbol.asyncDispose]();
  }
}

type DuckDbFileOptions = { schema: string; spelling: Spelling; label: string };
