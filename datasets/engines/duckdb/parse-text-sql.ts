// DuckDB's SQL for reading a text as a value of a declared type, by the declared spelling and no other.
import { type ColumnDefinition, dateFormatLetters, type TextSpelling } from '../csv-dialect.ts';
import { quoteText } from './quote.ts';
import { typeName } from './render-expression.ts';

/** `value` is SQL of a text. Null where that text does not say a value of the type. */
export function parsedTextSql(value: string, { type, format }: ColumnDefinition, spelling: TextSpelling): string {
  if (type === 'text') return value;
  // A cast would round 1.7 to 2 without a word.
  if (type === 'integer')
    return `CASE WHEN regexp_full_match(trim(${value}), '[+-]?[0-9]+') THEN TRY_CAST(${value} AS BIGINT) END`;
  if (type.startsWith('decimal')) return exactDecimalSql(value, type);
  if (type !== 'date' && type !== 'timestamp') return `TRY_CAST(${value} AS ${typeName(type)})`;
  const declared = format ?? (type === 'date' ? spelling.dateFormat : spelling.timestampFormat);
  if (declared === 'ISO') return finiteSql(`TRY_CAST(${value} AS ${typeName(type)})`);
  const parsed = `try_strptime(${value}, ${quoteText(strptimePattern(declared))})`;
  return `CAST(${hasTwoDigitYear(declared) ? intoCenturySql(parsed, spelling.centuryFrom) : parsed} AS ${typeName(type)})`;
}

/** What is declared of a column, for people: `date as YYYY-MM-DD`. */
export function declaredSpelling({ type, format }: ColumnDefinition, spelling: TextSpelling): string {
  if (type === 'date') return `${type} as ${format ?? spelling.dateFormat}`;
  if (type === 'timestamp') return `${type} as ${format ?? spelling.timestampFormat}`;
  return type;
}

/** PostgreSQL and DuckDB know dates that never come: no year, no shift and no band can be had of them. */
export const finiteSql = (value: string): string => `CASE WHEN isfinite(${value}) THEN ${value} END`;

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
