// DuckDB's SQL for reading one CSV file strictly: dialect given whole, all text first, types checked after.
import { type ColumnDefinition, dateFormatLetters } from '../csv-dialect.ts';
import type { CsvLoad } from '../engine.ts';
import { quoteName, quoteText } from './quote.ts';
import { typeName } from './render-expression.ts';

/** With sniffing, DuckDB has read a ragged file of 49 columns as one without a word: nothing here is left to it. */
export function readTextSql(load: CsvLoad, into: string): string {
  const { dialect } = load;
  const kept = load.columns.map(({ name }) => quoteName(name)).join(', ');
  const quote = quoteText(dialect.quote ?? '');
  const columns = load.header.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  return `CREATE TEMP TABLE ${quoteName(into)} AS
SELECT row_number() OVER () AS ${quoteName(load.rowColumn)}${kept ? `, ${kept}` : ''}
FROM read_csv(${quoteText(load.file)}, auto_detect=false, strict_mode=true, header=false, null_padding=false, compression='none',
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

/** Null where the text does not say a value of the type. */
function parsedSql({ name, type, format }: ColumnDefinition, { dialect }: CsvLoad): string {
  const value = quoteName(name);
  if (type === 'text') return value;
  // A cast would round 1.7 to 2 without a word.
  if (type === 'integer')
    return `CASE WHEN regexp_full_match(trim(${value}), '[+-]?[0-9]+') THEN TRY_CAST(${value} AS BIGINT) END`;
  if (type.startsWith('decimal')) return exactDecimalSql(value, type);
  if (type !== 'date' && type !== 'timestamp') return `TRY_CAST(${value} AS ${typeName(type)})`;
  const declared = format ?? (type === 'date' ? dialect.dateFormat : dialect.timestampFormat);
  if (declared === 'ISO') return `TRY_CAST(${value} AS ${typeName(type)})`;
  const parsed = `try_strptime(${value}, ${quoteText(strptimePattern(declared))})`;
  return `CAST(${hasTwoDigitYear(declared) ? intoCenturySql(parsed, dialect.centuryFrom) : parsed} AS ${typeName(type)})`;
}

function exactDecimalSql(value: string, type: ColumnDefinition['type']): string {
  const scale = Number(/,(\d+)\)/.exec(type)?.[1] ?? 0);
  return `CASE WHEN regexp_full_match(trim(${value}), '[+-]?[0-9]*(\\.[0-9]{0,${scale}}0*)?') THEN TRY_CAST(${value} AS ${typeName(type)}) END`;
}

const hasTwoDigitYear = (format: string) => format.includes('YY') && !format.includes('YYYY');

function intoCenturySql(parsed: string, from: number): string {
  return `CASE WHEN year(${parsed}) < ${from} THEN ${parsed} + INTERVAL 100 YEAR WHEN year(${parsed}) >= ${from + 100} THEN ${parsed} - INTERVAL 100 YEAR ELSE ${parsed} END`;
}

function strptimePattern(format: string): string {
  const escaped = format.replaceAll('%', '%%');
  return dateFormatLetters.reduce((pattern, [letters, directive]) => pattern.replace(letters, directive), escaped);
}
