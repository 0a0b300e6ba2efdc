// DuckDB's SQL for reading a text as a value of a declared type, by the declared spelling and no other.
import { type ColumnDefinition, dateFormatLetters, type TextSpelling } from '../csv-dialect.ts';
import { quoteText } from './quote.ts';
import { typeName } from './render-expression.ts';

/** `value` is SQL of a text. Null where that text does not say a value of the type, or one that the type cannot hold whole. */
export function parsedTextSql(value: string, { type, format }: ColumnDefinition, spelling: TextSpelling): string {
  const { decimalMark, dateFormat, timestampFormat, centuryFrom } = spelling;
  if (type === 'text') return value;
  // A cast would round 1.7 to 2 without a word.
  if (type === 'integer')
    return `CASE WHEN regexp_full_match(trim(${value}), '[+-]?[0-9]+') THEN TRY_CAST(${value} AS BIGINT) END`;
  if (type.startsWith('decimal')) return exactDecimalSql(withPoint(value, decimalMark), type);
  if (type === 'double') return `TRY_CAST(${withPoint(value, decimalMark)} AS DOUBLE)`;
  if (type === 'boolean') return `TRY_CAST(${value} AS BOOLEAN)`;
  const declared = format ?? (type === 'date' ? dateFormat : timestampFormat);
  const moment = declared === 'ISO' ? isoSql(value) : intoCentury(`try_strptime(${value}, ${pattern(declared)})`);
  return type === 'date' ? wholeDaySql(moment) : finiteSql(moment);

  function intoCentury(parsed: string): string {
    return hasTwoDigitYear(declared) ? intoCenturySql(parsed, centuryFrom) : parsed;
  }
}

/** As an engine spells a value of the type `native` itself: ISO dates in UTC, a decimal point, no other form. */
export function parsedNativeSql(value: string, column: ColumnDefinition, native: ColumnDefinition['type']): string {
  const { name, type } = column;
  if (native === type && type === 'integer') return `TRY_CAST(${value} AS BIGINT)`;
  // The engine would take `0044-03-15 BC` for a day after Christ.
  const certain = `CASE WHEN NOT ends_with(${value}, 'BC') THEN ${value} END`;
  if (native === 'date' && type === 'date') return finiteSql(`TRY_CAST(${certain} AS DATE)`);
  if (native === 'date' || native === 'timestamp') {
    const moment = `TRY_CAST(${certain} AS TIMESTAMP)`;
    if (type === 'timestamp') return finiteSql(moment);
    if (type === 'date') return wholeDaySql(moment);
  }
  return parsedTextSql(value, { name, type }, nativeSpelling);
}

const nativeSpelling: TextSpelling = {
  nulls: [],
  dateFormat: 'ISO',
  timestampFormat: 'ISO',
  centuryFrom: 1,
  decimalMark: '.',
};

/** What is declared of a column, for people: `date as YYYY-MM-DD`. */
export function declaredSpelling({ type, format }: ColumnDefinition, spelling: TextSpelling): string {
  if (type === 'date') return `${type} as ${format ?? spelling.dateFormat}`;
  if (type === 'timestamp') return `${type} as ${format ?? spelling.timestampFormat}`;
  if (spelling.decimalMark !== '.' && /^(decimal|double)/.test(type)) return `${type} with a decimal comma`;
  return type;
}

/** PostgreSQL and DuckDB know dates that never come: no year, no shift and no band can be had of them. */
export const finiteSql = (value: string): string => `CASE WHEN isfinite(${value}) THEN ${value} END`;

/** A date must not swallow the time of day. */
const wholeDaySql = (moment: string) =>
  `CASE WHEN isfinite(${moment}) AND CAST(${moment} AS DATE) = ${moment} THEN CAST(${moment} AS DATE) END`;

/** A cast to a moment without zone would drop the zone and keep the clock. */
const isoSql = (value: string) => `(TRY_CAST(${value} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`;

/** With a decimal comma a point could only group thousands: what holds one is not of the declared spelling. */
const withPoint = (value: string, decimalMark: TextSpelling['decimalMark']) =>
  decimalMark === '.' ? value : `CASE WHEN NOT contains(${value}, '.') THEN replace(${value}, ',', '.') END`;

function exactDecimalSql(value: string, type: ColumnDefinition['type']): string {
  const scale = Number(/,(\d+)\)/.exec(type)?.[1] ?? 0);
  return `CASE WHEN regexp_full_match(trim(${value}), '[+-]?[0-9]*(\\.[0-9]{0,${scale}}0*)?') THEN TRY_CAST(${value} AS ${typeName(type)}) END`;
}

const hasTwoDigitYear = (format: string) => format.includes('YY') && !format.includes('YYYY');

function intoCenturySql(parsed: string, from: number): string {
  return `CASE WHEN year(${parsed}) < ${from} THEN ${parsed} + INTERVAL 100 YEAR WHEN year(${parsed}) >= ${from + 100} THEN ${parsed} - INTERVAL 100 YEAR ELSE ${parsed} END`;
}

/** As strptime wants it, quoted. */
function pattern(format: string): string {
  const escaped = format.replaceAll('%', '%%');
  return quoteText(dateFormatLetters.reduce((left, [letters, directive]) => left.replace(letters, directive), escaped));
}
