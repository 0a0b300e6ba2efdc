// DuckDB's SQL for reading one CSV file strictly: dialect given whole, all text first, types checked after.
import type { ColumnDefinition } from '../csv-dialect.ts';
import type { CsvLoad } from '../engine.ts';
import { parsedTextSql } from './parse-text-sql.ts';
import { quoteName, quotePath, quoteText } from './quote.ts';

/** With sniffing, DuckDB has read a ragged file of 49 columns as one without a word: nothing here is left to it. */
export function readTextSql(load: CsvLoad, into: string): string {
  const { dialect } = load;
  const kept = load.columns.map(({ name }) => quoteName(name)).join(', ');
  const quote = quoteText(dialect.quote ?? '');
  const columns = load.header.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  return `CREATE TEMP TABLE ${quoteName(into)} AS
SELECT row_number() OVER () AS ${quoteName(load.rowColumn)}${kept ? `, ${kept}` : ''}
FROM read_csv(${quotePath(load.file)}, auto_detect=false, strict_mode=true, header=false, null_padding=false, compression='none',
  delim=${quoteText(dialect.delimiter)}, quote=${quote}, escape=${quote}, comment='', skip=${dialect.skipLines},
  nullstr=[${dialect.nulls.map(quoteText).join(', ')}], allow_quoted_nulls=${dialect.quotedNulls}, columns={${columns}})`;
}

export function typedSql(load: CsvLoad, from: string): string {
  const row = quoteName(load.rowColumn);
  const values = load.columns.map((column) => `, ${parsedSql(column, load)} AS ${quoteName(column.name)}`);
  return `CREATE TABLE ${quoteName(load.table)} AS SELECT ${row} - 1 + ${load.firstRow} AS ${row}${values.join('')} FROM ${quoteName(from)}`;
}

/** One row: how many values of each typed column are not what was declared, with the first record that holds one. */
export function misfitsSql(load: CsvLoad, from: string, columns: readonly ColumnDefinition[]): string {
  const counts = columns.map((column) => {
    const misfit = `${quoteName(column.name)} IS NOT NULL AND ${parsedSql(column, load)} IS NULL`;
    return `count(*) FILTER (${misfit}), min(${quoteName(load.rowColumn)}) FILTER (${misfit})`;
  });
  return `SELECT ${counts.join(', ')} FROM ${quoteName(from)}`;
}

const parsedSql = (column: ColumnDefinition, { dialect }: CsvLoad) =>
  parsedTextSql(quoteName(column.name), column, dialect);
