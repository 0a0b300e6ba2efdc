// A DuckDB that sees the tables of one extract, read-only, and nothing else of this machine.
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  DuckDBTypeId,
  JsonDuckDBValueConverter,
  StatementType,
} from '@duckdb/node-api';
import { sqlLimits } from './sql-limits.ts';
import type { SqlAnswer, SqlTable, SqlValue } from './sql-message.ts';

/** The person's SQL is at fault; the message is for them. */
export class QueryRefusal extends Error {
  override readonly name = 'QueryRefusal';
}

const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

export class LockedDatabase {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open(tables: readonly SqlTable[]): Promise<LockedDatabase> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(sqlLimits.threads),
      memory_limit: `${sqlLimits.memoryMiB}MiB`,
      temp_directory: '',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    });
    const connection = await instance.connect();
    try {
      // The paths have to be allowed before access is switched off, and the lock comes last: nothing can be set after it.
      await connection.run(`set allowed_paths = [${tables.map((table) => quoteText(table.file)).join(', ')}]`);
      await connection.run('set enable_external_access = false');
      for (const { name, file } of tables) {
        await connection.run(`create view ${quoteName(name)} as select * from read_parquet(${quoteText(file)})`);
      }
      await connection.run('set lock_configuration = true');
    } finally {
      connection.closeSync();
    }
    return new LockedDatabase(instance);
  }

  /** A connection under the lock alone, without the gate for statements. */
  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** Runs one SELECT-like statement. Throws QueryRefusal for what is no such statement, fails in DuckDB, or takes too long. */
  async query(sql: string): Promise<SqlAnswer> {
    const connection = await this.connect();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      connection.interrupt();
    }, sqlLimits.seconds * 1000);
    try {
      return await readAnswer(connection, sql);
    } catch (error) {
      if (late)
        throw new QueryRefusal(`The query took longer than ${sqlLimits.seconds} s and was stopped: ask for less.`);
      if (error instanceof QueryRefusal) throw error;
      throw new QueryRefusal(error instanceof Error ? error.message : String(error), { cause: error });
    } finally {
      clearTimeout(timer);
      connection.closeSync();
    }
  }

  close(): void {
    this.#instance.closeSync();
  }
}

async function readAnswer(connection: DuckDBConnection, sql: string): Promise<SqlAnswer> {
  const begun = performance.now();
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) {
    throw new QueryRefusal(`Expected one statement, got ${statements.count}: run them one at a time.`);
  }
  assertReads(sql);
  const statement = await statements.prepare(0);
  if (statement.statementType !== StatementType.SELECT) throw onlySelect(sql);
  const result = await statement.stream();
  const types = result.columnTypes();
  const rows: SqlValue[][] = [];
  let length = 0;
  let truncated = false;
  while (!truncated) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    for (const values of chunk.convertRows(JsonDuckDBValueConverter)) {
      const row = values.map((value, column) => showValue(value, types[column]));
      length += row.reduce<number>((sum, value) => sum + String(value).length, 0);
      truncated = rows.length === sqlLimits.rows || length > sqlLimits.answerLength;
      if (truncated) break;
      rows.push(row);
    }
  }
  return {
    columns: result.columnNames().map((name, column) => ({ name, type: String(types[column]) })),
    rows,
    truncated,
    elapsedMs: Math.round(performance.now() - begun),
  };
}

// DuckDB rewrites some PRAGMAs into SELECTs before it says what they are, so the first word is read as well.
const reading = ['select', 'with', 'from', 'values', 'table', 'describe', 'desc', 'show', 'summarize'];

function assertReads(sql: string): void {
  const text = sql.replace(/^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '');
  const word = /^[a-z]+/i.exec(text)?.[0].toLowerCase() ?? '';
  if (!reading.includes(word)) throw onlySelect(sql);
}

function onlySelect(sql: string): QueryRefusal {
  return new QueryRefusal(
    `Expected a statement that reads, such as SELECT, WITH, FROM or DESCRIBE; got ${JSON.stringify(sql.trim().slice(0, 40))}. The extract cannot be changed.`,
  );
}

function showValue(value: unknown, type: DuckDBType | undefined): SqlValue {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return cut(JSON.stringify(value));
  // The converter writes 64-bit integers as text; those that a JSON number holds exactly are numbers here.
  if (type?.typeId === DuckDBTypeId.BIGINT || type?.typeId === DuckDBTypeId.HUGEINT) {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
  }
  return cut(value);
}

function cut(text: string): string {
  return text.length > sqlLimits.cellLength ? `${text.slice(0, sqlLimits.cellLength)}…` : text;
}
