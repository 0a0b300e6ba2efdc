// A PostgreSQL database as a source: one snapshot, streamed out by COPY.
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ColumnDefinition } from '../engines/csv-dialect.ts';
import type { Engine } from '../engines/engine.ts';
import { ExtractError } from '../extract-error.ts';
import type { Spelling } from '../policy/source-declaration.ts';
import { describePostgres } from './postgres-schema.ts';
import { type PostgresAddress, parsePostgresUrl } from './postgres-url.ts';
import type { EngineTable, Source } from './source.ts';
import type { SourceSchema, SourceSchemaColumn, SourceTable } from './source-schema.ts';

export class Postgres implements Source {
  readonly #engine: Engine;
  readonly #client: pg.Client;
  readonly #address: PostgresAddress;
  readonly #schema: string;
  readonly #spelling: Spelling;
  readonly #workDir: string;
  readonly #signal: AbortSignal | undefined;
  #described: Promise<SourceSchema> | undefined;

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
      // One spelling of every value, whatever the server's own settings.
      await client.query(
        "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1",
      );
    });
    return source;
  }

  describe(): Promise<SourceSchema> {
    this.#described ??= this.#translating(`to describe schema ${this.#schema}`, () =>
      describePostgres(this.#client, this.#schema),
    );
    return this.#described;
  }

  async columnsOf(table: string): Promise<readonly string[] | undefined> {
    return (await this.#find(table))?.columns.map(({ name }) => name);
  }

  async load(table: string, columns: readonly ColumnDefinition[], into: EngineTable): Promise<number> {
    const described = (await this.#find(table))?.columns ?? [];
    const typeOf = new Map(described.map(({ name, type }) => [name, type]));
    const file = join(this.#workDir, `${into.name}.csv`);
    const expressions = columns.map(({ name }) => asText(name, typeOf.get(name)));
    await this.#translating(`to read table ${table}`, async () => {
      const sql = `COPY (SELECT ${['1', ...expressions].join(', ')} FROM ${this.#qualified(table)}) TO STDOUT (FORMAT csv, NULL '${copiedNull}', ENCODING 'UTF8')`;
      const stream = this.#client.query(copyTo(sql));
      await pipeline(stream, createWriteStream(file, { mode: 0o600 }), this.#signal ? { signal: this.#signal } : {});
    });
    const { nulls, dateFormat, timestampFormat, centuryFrom } = this.#spelling;
    const loaded = await this.#engine.loadCsv({
      table: into.name,
      file,
      label: `${this.#address.label}, table ${table}`,
      dialect: { ...copyDialect, dateFormat, timestampFormat, centuryFrom, nulls: [copiedNull, ...nulls] },
      header: [filler, ...columns.map(({ name }) => name)],
      columns: columns.map((column) => withNativeFormat(column, typeOf.get(column.name))),
      rowColumn: into.rowColumn,
      firstRow: into.firstRow,
    });
    await rm(file);
    return loaded;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The transaction only read: closing the connection ends it.
    await this.#client.end().catch(() => {});
  }

  async #find(table: string): Promise<SourceTable | undefined> {
    return (await this.describe()).tables.find(({ name }) => name === table);
  }

  #qualified(table: string): string {
    return `${pg.escapeIdentifier(this.#schema)}.${pg.escapeIdentifier(table)}`;
  }

  async #translating<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.#signal?.aborted) throw new ExtractError('cancelled', 'the extract was cancelled; nothing was written');
      const told = error instanceof Error ? this.#address.redact(error.message) : 'no reason';
      // Only the redacted words travel on: the driver's error may hold the whole connection.
      throw new ExtractError(
        'bad-source',
        `${this.#address.label}: expected ${doing}, got: ${told}; check the address, the role and its right to SELECT`,
        {
          cause: new Error(told),
        },
      );
    }
  }
}

/** What a policy would declare of a column, which tells through all domains what its native type is. */
type DeclaredType = SourceSchemaColumn['type'] | undefined;

type PostgresOptions = { schema: string; spelling: Spelling; workDir: string; signal?: AbortSignal };

const copyDialect = {
  delimiter: ',',
  quote: '"',
  skipLines: 0,
  quotedNulls: true,
} as const;

/** How COPY writes null: unlike an empty text, which the policy may or may not call null. */
const copiedNull = '\\N';
/** A first column that is never empty: an empty line would be no row. */
const filler = 'practicum filler';

/** Instants are told in the session's zone, which is UTC. */
function asText(name: string, type: DeclaredType): string {
  return `${pg.escapeIdentifier(name)}${type === 'timestamp' ? '::timestamp' : ''}::text`;
}

/** A native date is spelt in ISO whatever format the policy declares for files; a text column still holds that format. */
function withNativeFormat(column: ColumnDefinition, type: DeclaredType): ColumnDefinition {
  if (type === 'date') return { ...column, format: column.type === 'timestamp' ? 'ISO' : 'YYYY-MM-DD' };
  return type === 'timestamp' ? { ...column, format: 'ISO' } : column;
}
