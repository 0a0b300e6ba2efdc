// Reads columns as codes: a dictionary table per column, one join, numbers chunk by chunk.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CodedColumn } from '../coded-column.ts';
import type { Cell } from '../engine.ts';
import type { Relation } from '../relation.ts';
import { quoteName } from './quote.ts';
import { renderRelation } from './render-relation.ts';

const rowsTable = quoteName('rows to code');
const dictionaryTable = (position: number) => quoteName(`codes of column ${position}`);

/** `read` answers a small result; `run` changes tables. Both report failures the engine's way, `connection` streams. */
type Access = {
  connection: DuckDBConnection;
  run: (sql: string) => Promise<unknown>;
  read: (sql: string) => Promise<Cell[][]>;
};

export async function readCodes({ connection, run, read }: Access, relation: Relation): Promise<CodedColumn[]> {
  await run(`CREATE OR REPLACE TEMP TABLE ${rowsTable} AS ${renderRelation(relation)}`);
  const names = (await read(`SELECT column_name FROM (DESCRIBE ${rowsTable})`)).map(([name]) => String(name));
  const [[counted] = []] = await read(`SELECT count(*) FROM ${rowsTable}`);
  const columns: CodedColumn[] = [];
  for (const [position, name] of names.entries()) {
    const dictionary = dictionaryTable(position);
    await run(
      `CREATE OR REPLACE TEMP TABLE ${dictionary} AS SELECT DISTINCT ${quoteName(name)} AS value FROM ${rowsTable} ORDER BY value NULLS LAST`,
    );
    const values = await read(`SELECT value FROM ${dictionary} ORDER BY rowid`);
    columns.push({ codes: new Int32Array(Number(counted)), values: values.map(([value = null]) => value) });
  }
  await fill(connection, columns, joinedSql(names));
  for (const table of [rowsTable, ...names.keys().map(dictionaryTable)]) await run(`DROP TABLE ${table}`);
  return columns;
}

/** A dictionary's rowid is the code. Rows are put in order once more, because a join promises none. */
function joinedSql(names: readonly string[]): string {
  const codes = names.map((_, position) => `CAST(${dictionaryTable(position)}.rowid AS INTEGER)`);
  const joins = names.map((name, position) => {
    const dictionary = dictionaryTable(position);
    return `JOIN ${dictionary} ON ${rowsTable}.${quoteName(name)} IS NOT DISTINCT FROM ${dictionary}.value`;
  });
  return `SELECT ${codes.join(', ')} FROM ${rowsTable} ${joins.join(' ')} ORDER BY ${rowsTable}.rowid`;
}

async function fill(connection: DuckDBConnection, columns: readonly CodedColumn[], sql: string): Promise<void> {
  const result = await connection.stream(sql);
  for (let row = 0; ; ) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    for (const [position, { codes }] of columns.entries()) codes.set(chunk.getColumnValues(position) as number[], row);
    row += chunk.rowCount;
  }
}
