// DuckDB's own types, sorted by what can be read from them.
import type { ColumnDefinition } from '../csv-dialect.ts';

export type NativeFamily =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'timestampInZone'
  | 'bytes'
  | 'other';

export function familyOf(nativeType: string): NativeFamily {
  if (/^VARCHAR|^ENUM\(|^JSON$|^UUID$/.test(nativeType) && !nativeType.endsWith(']')) return 'text';
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(nativeType)) return 'integer';
  if (/^DECIMAL\(\d+,\d+\)$/.test(nativeType)) return 'decimal';
  if (/^(FLOAT|DOUBLE)$/.test(nativeType)) return 'float';
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(nativeType)) return 'timestamp';
  if (/^(BOOLEAN|DATE)$/.test(nativeType)) return nativeType === 'DATE' ? 'date' : 'boolean';
  if (nativeType === 'TIMESTAMP WITH TIME ZONE') return 'timestampInZone';
  return nativeType === 'BLOB' ? 'bytes' : 'other';
}

/** What a declared type may be read from, beside text, which says anything. */
export const readableFrom: Record<'integer' | 'decimal' | 'double' | 'boolean' | 'date' | 'timestamp', NativeFamily[]> =
  {
    // Never from a float: an id that went through one has lost digits already.
    integer: ['integer', 'decimal'],
    decimal: ['integer', 'decimal', 'float'],
    double: ['integer', 'decimal', 'float'],
    boolean: ['boolean', 'integer'],
    date: ['date', 'timestamp', 'timestampInZone'],
    timestamp: ['date', 'timestamp', 'timestampInZone'],
  };

/** The declaration that reads every value of a native type without loss; null where there is none. */
export function declarableType(nativeType: string): ColumnDefinition['type'] | null {
  const family = familyOf(nativeType);
  switch (family) {
    case 'integer':
      if (nativeType === 'UHUGEINT') return 'text';
      if (nativeType === 'HUGEINT') return 'decimal(38,0)';
      return nativeType === 'UBIGINT' ? 'decimal(20,0)' : 'integer';
    case 'decimal': {
      const [width, scale] = digitsOf(nativeType);
      return scale === 0 && width <= 18 ? 'integer' : `decimal(${width},${scale})`;
    }
    case 'float':
      return 'double';
    case 'timestampInZone':
      return 'timestamp';
    case 'bytes':
      return null;
    case 'other':
      return /^(TIME|INTERVAL|BIT|BIGNUM)/.test(nativeType) && !nativeType.endsWith(']') ? 'text' : null;
    default:
      return family;
  }
}

/** Width and scale of `DECIMAL(10,2)`, in either case. */
export function digitsOf(decimalType: string): [width: number, scale: number] {
  const [, width, scale] = /\((\d+),(\d+)\)/.exec(decimalType) ?? [];
  return [Number(width), Number(scale)];
}
