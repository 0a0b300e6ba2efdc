// The Engine over an embedded DuckDB.
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { ExtractError } from '../../extract-error.ts';
import type { CodedColumn } from '../coded-column.ts';
import type { AttachedDatabase, Cell, CsvLoad, Engine, ParquetDescription, ParquetLoad } from '../engine.ts';
import type { Expression, ValueType } from '../expression.ts';
import type { Relation } from '../relation.ts';
import { loadCsv } from './load-csv.ts';
import type { Session } from './load-native.ts';
import { attachDatabase } from './native-database.ts';
import { offerKeyedNumbers } from './offer-keyed-numbers.ts';
import { describeParquet, loadParquet } from './parquet-files.ts';
import { parquetTextsSql } from './parquet-texts-sql.ts';
import { quoteName, quoteText } from './quote.ts';
import { readCodes } from './read-codes.ts';
import { renderExpression, typeName } from './render-expression.ts';
import { renderRelation } from './render-relation.ts';

type DuckDbOptions = {
  /** A private folder for what does not fit in memory. */
  spillDir: string;
  threads?: number;
  memoryMiB?: number;
  signal?: AbortSignal;
};

export class DuckDbEngine implements Engine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #signal: AbortSignal | undefined;
  readonly #interrupt = () => this.#connection.interrupt();
  /** Names that stand for relations, not for tables of their own. */
  readonly #defined = new Set<string>();
  readonly #session: Session = { run: (sql) => this.#run(sql), read: (sql) => this.#read(sql) };

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, signal: AbortSignal | undefined) {
    this.#instance = instance;
    this.#connection = connection;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#interrupt);
  }

  static async open({ spillDir, threads, memoryMiB, signal }: DuckDbOptions): Promise<DuckDbEngine> {
    const instance = await DuckDBInstance.create(':memory:', {
      temp_directory: spillDir,
      // Extensions are downloads: an engine that works only with a network does not work.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(threads === undefined ? {} : { threads: String(threads) }),
      ...(memoryMiB === undefined ? {} : { memory_limit: `${memoryMiB}MiB` }),
    });
    const connection = await instance.connect();
    // Instants become dates somewhere: everywhere alike.
    await connection.run("SET TimeZone = 'UTC'");
    await offerKeyedNumbers(connection, threads);
    return new DuckDbEngine(instance, connection, signal);
  }

  loadCsv(load: CsvLoad): Promise<number> {
    return loadCsv(this.#session, load);
  }

  describeParquet(parts: { files: readonly string[]; label: string }): Promise<ParquetDescription> {
    return describeParquet(this.#session, parts);
  }

  loadParquet(load: ParquetLoad): Promise<number> {
    return loadParquet(this.#session, load);
  }

  attachDatabase(file: string, label: string): Promise<AttachedDatabase> {
    return attachDatabase(this.#session, file, label);
  }

  async createFromValues(
    table: string,
    columns: Readonly<Record<string, ValueType>>,
    rows: readonly (readonly (Cell | Uint8Array)[])[],
  ): Promise<void> {
    const types = Object.entries(columns).map(([name, type]) => `${quoteName(name)} ${typeName(type)}`);
    await this.#undefine(table);
    await this.#run(`CREATE OR REPLACE TABLE ${quoteName(table)} (${types.join(', ')})`);
    const appender = await this.#connection.createAppender(table);
    const kinds = Object.values(columns);
    for (const row of rows) {
      for (const [position, value] of row.entries()) append(appender, kinds[position], value);
      appender.endRow();
    }
    appender.closeSync();
  }

  async create(table: string, relation: Relation): Promise<number> {
    if (this.#defined.has(table)) {
      // The relation may read what the name stands for until now.
      await this.#run(`CREATE TABLE ${quoteName(`${table} anew`)} AS ${renderRelation(relation)}`);
      await this.#undefine(table);
      await this.#run(`ALTER TABLE ${quoteName(`${table} anew`)} RENAME TO ${quoteName(table)}`);
    } else await this.#run(`CREATE OR REPLACE TABLE ${quoteName(table)} AS ${renderRelation(relation)}`);
    return this.#countRows(table);
  }

  async define(table: string, relation: Relation): Promise<void> {
    if (!this.#defined.has(table)) await this.#run(`DROP TABLE IF EXISTS ${quoteName(table)}`);
    await this.#run(`CREATE OR REPLACE VIEW ${quoteName(table)} AS ${renderRelation(relation)}`);
    this.#defined.add(table);
  }

  isDefined(table: string): boolean {
    return this.#defined.has(table);
  }

  async #undefine(table: string): Promise<void> {
    if (this.#defined.delete(table)) await this.#run(`DROP VIEW ${quoteName(table)}`);
  }

  /** Rows can be changed only where they are kept. */
  async #keep(table: string): Promise<void> {
    if (this.#defined.has(table)) await this.create(table, table);
  }

  async insert(table: string, relation: Relation): Promise<number> {
    await this.#keep(table);
    const result = await this.#run(`INSERT INTO ${quoteName(table)} ${renderRelation(relation)}`);
    return result.rowsChanged;
  }

  async remove(table: string, where: Expression<'boolean'>): Promise<void> {
    await this.#keep(table);
    await this.#run(`DELETE FROM ${quoteName(table)} AS "t" WHERE ${renderExpression(where)}`);
  }

  async rows(relation: Relation): Promise<Cell[][]> {
    return this.#read(renderRelation(relation));
  }

  async columns(relation: Relation): Promise<Cell[][]> {
    this.#assertLive();
    try {
      const result = await this.#connection.stream(renderRelation(relation));
      const columns: Cell[][] = Array.from({ length: result.columnCount }, () => []);
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
        for (const [position, cells] of columns.entries())
          for (const value of chunk.getColumnValues(position)) cells.push(cellOf(value));
      return columns;
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  async codes(relation: Relation): Promise<CodedColumn[]> {
    this.#assertLive();
    try {
      const access = { run: (sql: string) => this.#run(sql), read: (sql: string) => this.#read(sql) };
      return await readCodes({ connection: this.#connection, ...access }, relation);
    } catch (cause) {
      throw cause instanceof ExtractError ? cause : this.#failure(cause);
    }
  }

  async writeParquet(path: string, relation: Relation, metadata: Readonly<Record<string, string>> = {}): Promise<void> {
    const pairs = Object.entries(metadata).map(([key, value]) => `${quoteName(key)}: ${quoteText(value)}`);
    const marks = pairs.length > 0 ? `, KV_METADATA {${pairs.join(', ')}}` : '';
    await this.#run(
      `COPY (${renderRelation(relation)}) TO ${quoteText(path)} (FORMAT parquet, ${parquetWriting}${marks})`,
    );
  }

  async writeCsv(path: string, relation: Relation): Promise<void> {
    await this.#run(
      `COPY (${renderRelation(relation)}) TO ${quoteText(path)} (FORMAT csv, HEADER, DELIMITER ',', NULL '')`,
    );
  }

  async viewParquet(table: string, path: string, position?: string): Promise<void> {
    const [columns, option] = position
      ? [`* EXCLUDE (file_row_number), file_row_number AS ${quoteName(position)}`, ', file_row_number=true']
      : ['*', ''];
    await this.#run(
      `CREATE OR REPLACE VIEW ${quoteName(table)} AS SELECT ${columns} FROM read_parquet(${quoteText(path)}${option})`,
    );
    this.#defined.add(table);
  }

  async parquetTexts(path: string): Promise<string[]> {
    return (await this.#read(parquetTextsSql(path))).map(([told]) => String(told));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#interrupt);
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #countRows(table: string): Promise<number> {
    const [[count] = []] = await this.#read(`SELECT count(*) FROM ${quoteName(table)}`);
    return Number(count);
  }

  async #run(sql: string) {
    this.#assertLive();
    try {
      return await this.#connection.run(sql);
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  async #read(sql: string): Promise<Cell[][]> {
    this.#assertLive();
    try {
      const reader = await this.#connection.runAndReadAll(sql);
      return reader.getRows().map((row) => row.map(cellOf));
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  #assertLive(): void {
    if (this.#signal?.aborted) throw new ExtractError('cancelled', 'the extract was cancelled; nothing was written');
  }

  #failure(cause: unknown): ExtractError {
    if (this.#signal?.aborted)
      return new ExtractError('cancelled', 'the extract was cancelled; nothing was written', { cause });
    // The engine's own words may quote values of the source: they stay in the cause, for logs that may hold them.
    return new ExtractError('engine-failed', `the engine could not finish a step of the extract${remedyFor(cause)}`, {
      cause,
    });
  }
}

/** Hashes as text do not compress any better at higher levels; the second version's encoding takes a tenth less room and time. */
const parquetWriting = 'PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880';

function remedyFor(cause: unknown): string {
  const told = cause instanceof Error ? cause.message : '';
  if (/out of memory/i.test(told))
    return ': it ran out of memory; allow it more, or leave more room on the disk for what it spills';
  if (/no space left|could not write|disk/i.test(told))
    return ': the disk is full; make room where the extract is to stand';
  return '';
}

function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return value;
  return typeof value === 'number' ? value : String(value);
}

function append(
  appender: Awaited<ReturnType<DuckDBConnection['createAppender']>>,
  type: ValueType | undefined,
  value: Cell | Uint8Array,
): void {
  if (value === null) appender.appendNull();
  else if (value instanceof Uint8Array) appender.appendBlob(value);
  else if (type === 'integer') appender.appendBigInt(BigInt(value));
  else appender.appendVarchar(String(value));
}
