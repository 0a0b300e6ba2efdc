// DuckDB's SQL for reading one CSV file strictly: dialect given whole, every field as text, types from the text.
import type { ColumnDefinition } from '../csv-dialect.ts';
import type { CsvLoad } from '../engine.ts';
import { parsedNativeSql, parsedTextSql } from './parse-text-sql.ts';
import { quoteName, quotePath, quoteText } from './quote.ts';
import { typeName } from './render-expression.ts';

export function createTableSql({ table, rowColumn, columns }: CsvLoad): string {
  const own = columns.map(({ name, type }) => `, ${quoteName(name)} ${typeName(type)}`);
  return `CREATE TABLE IF NOT EXISTS ${quoteName(table)} (${quoteName(rowColumn)} BIGINT${own.join('')})`;
}

/** One pass over the file, which fails as a whole where a field is not of its declared type. */
export function insertSql(load: CsvLoad): string {
  const values = load.columns.map((column) => {
    const parsed = parsedSql(column, load);
    if (column.type === 'text') return parsed;
    return `coalesce(${parsed}, CASE WHEN ${quoteName(column.name)} IS NOT NULL THEN error('${misfitMark}') END)`;
  });
  const place = `row_number() OVER () - 1 + ${load.firstRow}`;
  return `INSERT INTO ${quoteName(load.table)} SELECT ${[place, ...values].join(', ')} FROM ${readingSql(load)}`;
}

/** What a failed `insertSql` says where a field was none of its type. */
export const misfitMark = 'practicum misfit';

/** One row: how many values of each typed column are not what was declared, with the first record that holds one. */
export function misfitsSql(load: CsvLoad, columns: readonly ColumnDefinition[]): string {
  const row = quoteName(load.rowColumn);
  const counts = columns.map((column) => {
    const misfit = `${quoteName(column.name)} IS NOT NULL AND ${parsedSql(column, load)} IS NULL`;
    return `count(*) FILTER (${misfit}), min(${row}) FILTER (${misfit})`;
  });
  const read = columns.map(({ name }) => `, ${quoteName(name)}`).join('');
  return `SELECT ${counts.join(', ')} FROM (SELECT row_number() OVER () AS ${row}${read} FROM ${readingSql(load)})`;
}

/** With sniffing, DuckDB has read a ragged file of 49 columns as one without a word: nothing here is left to it. */
function readingSql({ file, dialect, header }: CsvLoad): string {
  const quote = quoteText(dialect.quote ?? '');
  const escapedBy = quoteText(dialect.escape ?? dialect.quote ?? '');
  const columns = header.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  return `read_csv(${quotePath(file)}, auto_detect=false, strict_mode=true, header=${dialect.header}, null_padding=false, compression='none',
  max_line_size=${longestLine}, buffer_size=${2 * longestLine}, delim=${quoteText(dialect.delimiter)}, quote=${quote}, escape=${escapedBy}, comment='', skip=${dialect.skipLines},
  nullstr=[${dialect.nulls.map(quoteText).join(', ')}], allow_quoted_nulls=${dialect.quotedNulls}, columns={${columns}})`;
}

/** Bytes; beyond the engine's own two million, for letters and reports kept in a column. */
const longestLine = 16 * 1024 * 1024;

function parsedSql(column: ColumnDefinition, { dialect, native }: CsvLoad): string {
  const field = quoteName(column.name);
  const written = native?.get(column.name);
  if (written && column.type !== 'text') return parsedNativeSql(field, column, written);
  return parsedTextSql(dialect.backslashes ? unescapedSql(field) : field, column, dialect);
}

/** NUL is what PostgreSQL cannot hold, so it may stand for a backslash while the other signs are put back. */
function unescapedSql(field: string): string {
  const signs = Object.entries({ n: 10, t: 9, r: 13, b: 8, f: 12, v: 11 });
  const inner = `replace(${field}, '\\\\', chr(0))`;
  const plain = signs.reduce((left, [letter, code]) => `replace(${left}, '\\${letter}', chr(${code}))`, inner);
  return `CASE WHEN contains(${field}, '\\') THEN replace(${plain}, chr(0), '\\') ELSE ${field} END`;
}
