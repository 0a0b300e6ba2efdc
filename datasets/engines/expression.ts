// The scalar half of the algebra that policies compile to: typed, closed, and sayable in any SQL engine.

export type ValueType =
  | 'text'
  | 'integer'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'bytes'
  | `decimal(${number},${number})`;

export type NumberType = Extract<ValueType, 'integer' | 'double' | `decimal${string}`>;

/**
 * Every operation an engine's dialect must render. Each has an exact equivalent in Spark SQL (sha2, unhex, concat, conv, …):
 * an operation without one does not belong here.
 */
export const operations = [
  'and',
  'or',
  'not',
  'equal',
  'less',
  'isNull',
  'add',
  'subtract',
  'multiply',
  'modulo',
  'floorDivide',
  'divide',
  'concatText',
  'concatBytes',
  'utf8',
  'unhex',
  'sha256Hex',
  'first63Bits',
  'keyedNumber',
  'substring',
  'characters',
  'lower',
  'trim',
  'matches',
  'replaceAll',
  'sortWords',
  'spread',
  'coalesce',
  'year',
  'month',
  'addDays',
  'microseconds',
  'level',
  'case',
  'cast',
  'count',
  'countDistinct',
  'minimum',
  'maximum',
  'sum',
  'wideSum',
  'sortedSet',
] as const;
export type Operation = (typeof operations)[number];

/** A value per row. `T` is what TypeScript knows of `type`. */
export type Expression<T extends ValueType = ValueType> = { readonly type: T } & (
  | { readonly kind: 'column'; readonly of: string; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | bigint | boolean | null }
  | { readonly kind: 'call'; readonly operation: Operation; readonly inputs: readonly Expression[] }
  | {
      readonly kind: 'window';
      readonly operation: 'rowNumber' | 'runningSum';
      readonly inputs: readonly Expression[];
      readonly orderBy: readonly Expression[];
      /** Rows that agree in these form a window of their own; all rows form one when absent. */
      readonly partitionBy?: readonly Expression[];
    }
);

type Text = Expression<'text'>;
type Integer = Expression<'integer'>;
type Double = Expression<'double'>;
type Bool = Expression<'boolean'>;

const call = <T extends ValueType>(type: T, operation: Operation, ...inputs: Expression[]): Expression<T> => ({
  type,
  kind: 'call',
  operation,
  inputs,
});

export const column = <T extends ValueType>(of: string, name: string, type: T): Expression<T> => ({
  type,
  kind: 'column',
  of,
  name,
});
export const text = (value: string): Text => ({ type: 'text', kind: 'literal', value });
export const integer = (value: number | bigint): Integer => ({
  type: 'integer',
  kind: 'literal',
  value: BigInt(value),
});
export const nullOf = <T extends ValueType>(type: T): Expression<T> => ({ type, kind: 'literal', value: null });

export const and = (...inputs: Bool[]): Bool => call('boolean', 'and', ...inputs);
export const or = (...inputs: Bool[]): Bool => call('boolean', 'or', ...inputs);
export const not = (input: Bool): Bool => call('boolean', 'not', input);
export const equal = (a: Expression, b: Expression): Bool => call('boolean', 'equal', a, b);
export const less = (a: Expression, b: Expression): Bool => call('boolean', 'less', a, b);
export const isNull = (input: Expression): Bool => call('boolean', 'isNull', input);

/** Decimals may come out wider than they went in: cast what leaves. */
export const add = <T extends NumberType>(a: Expression<T>, b: Expression<T>): Expression<T> =>
  call(a.type, 'add', a, b);
export const subtract = <T extends NumberType>(a: Expression<T>, b: Expression<T>): Expression<T> =>
  call(a.type, 'subtract', a, b);
export const multiply = <T extends NumberType>(a: Expression<T>, b: Expression<T>): Expression<T> =>
  call(a.type, 'multiply', a, b);
/** With the sign of `a`. */
export const modulo = <T extends NumberType>(a: Expression<T>, b: Expression<T>): Expression<T> =>
  call(a.type, 'modulo', a, b);
/** Rounds towards minus infinity, so that a band holds the same width on both sides of zero. */
export const floorDivide = (a: Expression, b: Expression<NumberType>): Integer => call('integer', 'floorDivide', a, b);

/** Of two exact numbers, as double. */
export const divide = (a: Expression, b: Expression): Double => call('double', 'divide', a, b);

/** Null when any part is null. */
export const concatText = (...parts: Text[]): Text => call('text', 'concatText', ...parts);
export const concatBytes = (...parts: Expression<'bytes'>[]): Expression<'bytes'> =>
  call('bytes', 'concatBytes', ...parts);
export const utf8 = (input: Text): Expression<'bytes'> => call('bytes', 'utf8', input);
export const unhex = (input: Text): Expression<'bytes'> => call('bytes', 'unhex', input);
/** Lowercase hex, 64 characters. */
export const sha256Hex = (input: Expression<'bytes'>): Text => call('text', 'sha256Hex', input);
/** The first 63 bits of a hex text of at least 16 characters, as a number that is never negative. */
export const first63Bits = (hex: Text): Integer => call('integer', 'first63Bits', hex);
/**
 * The first 63 bits of the HMAC-SHA256 of a prefix with the digits of a number: what `first63Bits` says of `sha256Hex` of outer and
 * inner block, by a name of its own because an engine may have a faster way. Blocks and prefix are the same for all rows.
 */
export const keyedNumber = (
  inner: Expression<'bytes'>,
  outer: Expression<'bytes'>,
  prefix: Text,
  value: Integer,
): Integer => call('integer', 'keyedNumber', inner, outer, utf8(prefix), value);
/** So that the prefix, twenty digits and the padding fit one block. */
export const longestPrefixBytes = 35;
/** `start` from 1. */
export const substring = (input: Text, start: number | Integer, length: number | Integer): Text =>
  call('text', 'substring', input, asInteger(start), asInteger(length));
const asInteger = (value: number | Integer): Integer => (typeof value === 'number' ? integer(value) : value);
export const characters = (input: Text): Integer => call('integer', 'characters', input);
export const lower = (input: Text): Text => call('text', 'lower', input);
export const trim = (input: Text): Text => call('text', 'trim', input);
export const matches = (input: Text, pattern: string): Bool => call('boolean', 'matches', input, text(pattern));
export const replaceAll = (input: Text, pattern: string, replacement: string): Text =>
  call('text', 'replaceAll', input, text(pattern), text(replacement));
/** Words between single spaces, put in order of their code points. */
export const sortWords = (input: Text): Text => call('text', 'sortWords', input);
/** Where `spread` puts a character: one that no text of ours holds. */
export const gap = '\u001a';
/**
 * Puts the characters of `from`, one after the other, into the gaps of a layout; the rest is left over. `from` is best a column:
 * it may be worked out anew for every gap.
 */
export const spread = (layout: Text, from: Text): Text => call('text', 'spread', layout, from);
export const coalesce = <T extends ValueType>(first: Expression<T>, second: Expression<T>): Expression<T> =>
  call(first.type, 'coalesce', first, second);

export const year = (input: Expression<'date' | 'timestamp'>): Integer => call('integer', 'year', input);
export const month = (input: Expression<'date' | 'timestamp'>): Integer => call('integer', 'month', input);
/** Keeps the type, and the time of day of a timestamp. */
export const addDays = <T extends 'date' | 'timestamp'>(input: Expression<T>, days: Integer): Expression<T> =>
  call(input.type, 'addDays', input, days);
/** Since 1970, whatever the zone: a date counts from its midnight. */
export const microseconds = (input: Expression<'date' | 'timestamp'>): Integer =>
  call('integer', 'microseconds', input);
/**
 * Where a number stands between `low` (0) and `high` (`levels`), as a whole number; below or above the two for a number outside.
 * Whole numbers can be summed in any order. Null where the two are the same.
 */
export const level = (input: Double, low: Double, high: Double, levels: number): Integer =>
  call('integer', 'level', input, low, high, integer(levels));

/** The first arm whose condition holds; `otherwise` when none does. */
export const choose = <T extends ValueType>(
  arms: readonly { when: Bool; give: Expression<T> }[],
  otherwise: Expression<T>,
): Expression<T> => call(otherwise.type, 'case', ...arms.flatMap(({ when, give }) => [when, give]), otherwise);
export const cast = <T extends ValueType>(input: Expression, type: T): Expression<T> => call(type, 'cast', input);

export const count = (): Integer => call('integer', 'count');
export const countDistinct = (input: Expression): Integer => call('integer', 'countDistinct', input);
export const minimum = <T extends ValueType>(input: Expression<T>): Expression<T> => call(input.type, 'minimum', input);
export const maximum = <T extends ValueType>(input: Expression<T>): Expression<T> => call(input.type, 'maximum', input);
export const sum = (input: Integer): Integer => call('integer', 'sum', input);
/** For sums beyond 63 bits: exact up to 38 digits. */
export const wideSum = (input: Integer): Expression<'decimal(38,0)'> => call('decimal(38,0)', 'wideSum', input);
/** The distinct values of a group in order, joined by commas. */
export const sortedSet = (input: Text): Text => call('text', 'sortedSet', input);

export const rowNumber = (...orderBy: Expression[]): Extract<Integer, { kind: 'window' }> => ({
  type: 'integer',
  kind: 'window',
  operation: 'rowNumber',
  inputs: [],
  orderBy,
});
/** Sum over this row with all rows before it. */
export const runningSum = (input: Integer, ...orderBy: Expression[]): Extract<Integer, { kind: 'window' }> => ({
  type: 'integer',
  kind: 'window',
  operation: 'runningSum',
  inputs: [input],
  orderBy,
});
/** Counts within the rows that agree in `partitionBy`. */
export const rowNumberWithin = (partitionBy: readonly Expression[], ...orderBy: Expression[]): Integer => ({
  ...rowNumber(...orderBy),
  partitionBy,
});
/** Sums within the rows that agree in `partitionBy`. */
export const runningSumWithin = (
  partitionBy: readonly Expression[],
  input: Integer,
  ...orderBy: Expression[]
): Integer => ({ ...runningSum(input, ...orderBy), partitionBy });
