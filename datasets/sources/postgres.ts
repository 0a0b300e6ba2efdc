// A PostgreSQL database as a source: one snapshot, streamed out by COPY.
import { join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ColumnDefinition } from '../engines/csv-dialect.ts';
import type { Engine } from '../engines/engine.ts';
import { ExtractError, isFullDisk } from '../extract-error.ts';
import type { Spelling } from '../policy/source-declaration.ts';
import { copyDialect, copySettings, nativeTypes, planCopy } from './postgres-copy.ts';
import { describePostgres, type PostgresCatalog } from './postgres-schema.ts';
import { type PostgresAddress, parsePostgresUrl } from './postgres-url.ts';
import { readInFiles } from './record-files.ts';
import type { EngineTable, Source } from './source.ts';
import type { SourceSchema } from './source-schema.ts';

export class Postgres implements Source {
  readonly #engine: Engine;
  readonly #client: pg.Client;
  readonly #address: PostgresAddress;
  readonly #schema: string;
  readonly #spelling: Spelling;
  readonly #workDir: string;
  readonly #signal: AbortSignal | undefined;
  #described: Promise<PostgresCatalog> | undefined;

  private constructor(engine: Engine, client: pg.Client, address: PostgresAddress, options: PostgresOptions) {
    this.#engine = engine;
    this.#client = client;
    this.#address = address;
    this.#schema = options.schema;
    this.#spelling = options.spelling;
    this.#workDir = options.workDir;
    this.#signal = options.signal;
  }

  /** All tables are read in one read-only repeatable-read transaction: they agree with each other whatever is written meanwhile. */
  static async open(engine: Engine, url: string, options: PostgresOptions): Promise<Postgres> {
    const address = parsePostgresUrl(url);
    const client = new pg.Client({ ...address.connection, application_name: 'practicum extract' });
    // Without a listener a connection that drops between two queries would end the process.
    client.on('error', () => {});
    const source = new Postgres(engine, client, address, options);
    await source.#translating('to connect', async () => {
      await client.connect();
      await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await client.query(copySettings);
    });
    return source;
  }

  async describe(): Promise<SourceSchema> {
    return (await this.#catalog()).schema;
  }

  async columnsOf(table: string): Promise<readonly string[] | undefined> {
    const { tables } = await this.describe();
    return tables.find(({ name }) => name === table)?.columns.map(({ name }) => name);
  }

  async load(table: string, columns: readonly ColumnDefinition[], into: EngineTable): Promise<number> {
    const storage = (await this.#catalog()).storage.get(table);
    if (!storage) throw new ExtractError('bad-source', `${this.#address.label}: expected table ${table}, got none`);
    const { sql, header } = planCopy(this.#qualified(table), columns, storage);
    const load = {
      table: into.name,
      label: `${this.#address.label}, table ${table}`,
      dialect: copyDialect(this.#spelling),
      header,
      columns,
      native: nativeTypes(storage),
      rowColumn: into.rowColumn,
    };
    let rows = 0;
    await this.#translating(`to read table ${table}`, async () => {
      const stream = this.#client.query(copyTo(sql));
      await readInFiles(this.#signal ? addAbortSignal(this.#signal, stream) : stream, {
        path: join(this.#workDir, `${into.name}.copy`),
        bytesPerFile,
        read: async (file) => {
          rows += await this.#engine.loadCsv({ ...load, file, firstRow: into.firstRow + BigInt(rows) });
        },
      });
    });
    return rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The transaction only read: closing the connection ends it.
    await this.#client.end().catch(() => {});
  }

  #catalog(): Promise<PostgresCatalog> {
    this.#described ??= this.#translating(`to describe schema ${this.#schema}`, () =>
      describePostgres(this.#client, this.#schema),
    );
    return this.#described;
  }

  #qualified(table: string): string {
    return `${pg.escapeIdentifier(this.#schema)}.${pg.escapeIdentifier(table)}`;
  }

  async #translating<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ExtractError || isFullDisk(error)) throw error;
      if (this.#signal?.aborted) throw new ExtractError('cancelled', 'the extract was cancelled; nothing was written');
      const told = error instanceof Error ? this.#address.redact(error.message) : 'no reason';
      // Only the redacted words travel on: the driver's error may hold the whole connection.
      throw new ExtractError(
        'bad-source',
        `${this.#address.label}: expected ${doing}, got: ${told}; ${mendFor(told)}`,
        { cause: new Error(told) },
      );
    }
  }
}

type PostgresOptions = { schema: string; spelling: Spelling; workDir: string; signal?: AbortSignal };

/** Small enough to be read while the next is written, large enough that starting to read costs nothing. */
const bytesPerFile = 32 * 1024 * 1024;

function mendFor(told: string): string {
  if (/row-level security/.test(told))
    return 'the role would see a part of the rows and nobody would know: let a role read that sees all of them (BYPASSRLS)';
  if (/statement timeout/.test(told)) return 'raise statement_timeout for the role';
  return 'check the address, the role and its right to SELECT';
}
