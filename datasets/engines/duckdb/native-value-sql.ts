// DuckDB's SQL for taking a typed column as a declared type: natively, never through text, and only where nothing is lost.
import { ExtractError } from '../../extract-error.ts';
import type { ColumnDefinition, TextSpelling } from '../csv-dialect.ts';
import { digitsOf, familyOf, readableFrom } from './native-types.ts';
import { declaredSpelling, finiteSql, parsedTextSql } from './parse-text-sql.ts';
import { quoteName, quoteText } from './quote.ts';
import { typeName } from './render-expression.ts';

export type NativeValue = {
  /** Null where the stored value is null or none of the declared type. */
  value: string;
  /** Holds for stored values that are lost in `value`; absent where none can be. */
  misfit?: string;
  /** What was declared, for people. */
  expected: string;
};

/** Throws ExtractError `bad-source` where no value of the native type can be one of the declared type. */
export function nativeValueSql(
  column: ColumnDefinition,
  nativeType: string,
  { spelling, label }: { spelling: TextSpelling; label: string },
): NativeValue {
  const { name, type } = column;
  const stored = quoteName(name);
  const family = familyOf(nativeType);
  if (family === 'text') {
    const text = withoutNulls(nativeType === 'VARCHAR' ? stored : `CAST(${stored} AS VARCHAR)`, spelling.nulls);
    const value = parsedTextSql(text, column, spelling);
    const expected = declaredSpelling(column, spelling);
    return type === 'text' ? { value, expected } : { value, expected, misfit: isLost(text, value) };
  }
  if (type === 'text') return { value: textOf(stored, nativeType), expected: type };
  const kind = type.startsWith('decimal') ? 'decimal' : (type as keyof typeof readableFrom);
  if (!readableFrom[kind].includes(family))
    throw new ExtractError(
      'bad-source',
      `${label}, column ${name}: expected ${type}, got ${nativeType}; declare its real type in the policy`,
    );
  const [from, of] =
    family === 'timestampInZone' ? [`(${stored} AT TIME ZONE 'UTC')`, 'TIMESTAMP'] : [stored, nativeType];
  const target = typeName(type);
  const exact = alwaysFits(of, type)
    ? `CAST(${from} AS ${target})`
    : `CASE WHEN TRY_CAST(TRY_CAST(${from} AS ${target}) AS ${of}) = ${from} THEN TRY_CAST(${from} AS ${target}) END`;
  if (kind === 'date' || kind === 'timestamp') {
    const value = finiteSql(exact);
    return { value, expected: type, misfit: isLost(stored, value) };
  }
  return alwaysFits(of, type)
    ? { value: exact, expected: type }
    : { value: exact, expected: type, misfit: isLost(stored, exact) };
}

const isLost = (stored: string, value: string) => `${stored} IS NOT NULL AND ${value} IS NULL`;

function withoutNulls(text: string, nulls: readonly string[]): string {
  if (nulls.length === 0) return text;
  return `CASE WHEN ${text} IN (${nulls.map(quoteText).join(', ')}) THEN NULL ELSE ${text} END`;
}

function textOf(stored: string, nativeType: string): string {
  const family = familyOf(nativeType);
  // Some writers of Parquet forget to say that their bytes are text.
  if (family === 'bytes') return `coalesce(TRY(decode(${stored})), '\\x' || lower(hex(${stored})))`;
  if (family === 'timestampInZone') return `CAST(${stored} AT TIME ZONE 'UTC' AS VARCHAR)`;
  return `CAST(${stored} AS VARCHAR)`;
}

/** Whether a cast between the two loses no value, whatever it is. */
function alwaysFits(nativeType: string, type: ColumnDefinition['type']): boolean {
  if (typeName(type) === nativeType) return true;
  const small = /^U?(TINYINT|SMALLINT|INTEGER)$/.test(nativeType);
  if (type === 'integer') return small || nativeType === 'BIGINT';
  if (type === 'double') return small || nativeType === 'FLOAT';
  if (type === 'timestamp') return /^(DATE|TIMESTAMP_S|TIMESTAMP_MS)$/.test(nativeType);
  if (!type.startsWith('decimal') || familyOf(nativeType) !== 'decimal') return false;
  const [width, scale] = digitsOf(type);
  const [nativeWidth, nativeScale] = digitsOf(nativeType);
  return scale >= nativeScale && width - scale >= nativeWidth - nativeScale;
}
