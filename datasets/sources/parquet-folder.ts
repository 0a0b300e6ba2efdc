// A folder of Parquet files as a source.
import { basename } from 'node:path';
import type { ColumnDefinition } from '../engines/csv-dialect.ts';
import type { Engine, ParquetDescription } from '../engines/engine.ts';
import { ExtractError } from '../extract-error.ts';
import type { ParquetSource, Spelling } from '../policy/source-declaration.ts';
import { filesInside } from './files-inside.ts';
import { assertNotMarked } from './second-pass.ts';
import type { EngineTable, Source } from './source.ts';
import { type SourceSchema, type SourceTable, tableOfFile } from './source-schema.ts';

type Parts = { files: string[]; label: string; description: ParquetDescription };

export class ParquetFolder implements Source {
  readonly #engine: Engine;
  readonly #folder: string;
  readonly #declared: ParquetSource;
  readonly #spelling: Spelling;
  readonly #tables = new Map<string, Parts>();

  constructor(engine: Engine, folder: string, declared: ParquetSource, spelling: Spelling) {
    this.#engine = engine;
    this.#folder = folder;
    this.#declared = declared;
    this.#spelling = spelling;
  }

  async describe(): Promise<SourceSchema> {
    const tables: SourceTable[] = [];
    for (const name of Object.keys(this.#declared.files).sort()) {
      const parts = await this.#open(name);
      if (!parts) continue;
      const { columns, rows } = parts.description;
      tables.push({
        ...tableOfFile(name, columns),
        estimatedRows: rows,
        partitions: parts.files.length > 1 ? parts.files.map((file) => basename(file)) : [],
      });
    }
    return { kind: 'parquet', tables, views: [] };
  }

  async columnsOf(table: string): Promise<readonly string[] | undefined> {
    return (await this.#open(table))?.description.columns.map(({ name }) => name);
  }

  async load(table: string, columns: readonly ColumnDefinition[], into: EngineTable): Promise<number> {
    const parts = await this.#open(table);
    if (!parts) throw new ExtractError('bad-source', `expected Parquet files for table ${table}, got none`);
    return this.#engine.loadParquet({
      table: into.name,
      files: parts.files,
      label: parts.label,
      columns,
      spelling: this.#spelling,
      rowColumn: into.rowColumn,
      firstRow: into.firstRow,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  async #open(table: string): Promise<Parts | undefined> {
    const known = this.#tables.get(table);
    if (known) return known;
    const label = this.#declared.files[table];
    if (label === undefined) return undefined;
    const files = await filesInside(this.#folder, label);
    if (files.length === 0) return undefined;
    const parts = { files, label, description: await this.#engine.describeParquet({ files, label }) };
    assertNotMarked(label, parts.description.metadata);
    this.#tables.set(table, parts);
    return parts;
  }
}
