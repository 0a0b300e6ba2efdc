// Expressions as DuckDB says them.
import { type Expression, gap, type Operation, type ValueType } from '../expression.ts';
import { keyedNumberFunction } from './offer-keyed-numbers.ts';
import { quoteName, quoteText } from './quote.ts';

const typeNames: Record<Exclude<ValueType, `decimal${string}`>, string> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  bytes: 'BLOB',
};

export function typeName(type: ValueType): string {
  return isDecimal(type) ? type : typeNames[type];
}

const isDecimal = (type: ValueType): type is `decimal(${number},${number})` => type.startsWith('decimal');

export function renderExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return `${quoteName(expression.of)}.${quoteName(expression.name)}`;
    case 'literal':
      return renderLiteral(expression.value, expression.type);
    case 'call':
      return renderCall(expression.operation, expression.inputs.map(renderExpression), expression.type);
    case 'window': {
      const list = (expressions: readonly Expression[]) => expressions.map(renderExpression).join(', ');
      const partition = expression.partitionBy?.length ? `PARTITION BY ${list(expression.partitionBy)} ` : '';
      const order = `${partition}ORDER BY ${list(expression.orderBy)}`;
      if (expression.operation === 'rowNumber') return `row_number() OVER (${order})`;
      return `CAST(sum(${list(expression.inputs)}) OVER (${order} ROWS UNBOUNDED PRECEDING) AS BIGINT)`;
    }
  }
}

function renderLiteral(value: string | bigint | boolean | null, type: ValueType): string {
  if (value === null) return `CAST(NULL AS ${typeName(type)})`;
  if (typeof value === 'string') return quoteText(value);
  return typeof value === 'bigint' ? `CAST(${value} AS BIGINT)` : String(value).toUpperCase();
}

const infix =
  (operator: string) =>
  (inputs: string[]): string =>
    `(${inputs.join(` ${operator} `)})`;
const named =
  (name: string) =>
  (inputs: string[]): string =>
    `${name}(${inputs.join(', ')})`;

const renderings: Record<Exclude<Operation, 'case' | 'cast'>, (inputs: string[]) => string> = {
  and: infix('AND'),
  or: infix('OR'),
  not: ([input]) => `(NOT ${input})`,
  equal: infix('='),
  less: infix('<'),
  isNull: ([input]) => `(${input} IS NULL)`,
  add: infix('+'),
  subtract: infix('-'),
  multiply: infix('*'),
  modulo: infix('%'),
  floorDivide: ([value, by]) => `CAST(floor(${value} / ${by}) AS BIGINT)`,
  divide: ([value, by]) => `(CAST(${value} AS DOUBLE) / CAST(${by} AS DOUBLE))`,
  concatText: infix('||'),
  concatBytes: infix('||'),
  utf8: named('encode'),
  unhex: named('unhex'),
  sha256Hex: named('sha256'),
  first63Bits: ([hex]) => `CAST(CAST('0x' || substring(${hex}, 1, 16) AS UBIGINT) >> 1 AS BIGINT)`,
  keyedNumber: named(keyedNumberFunction),
  substring: named('substring'),
  characters: named('length'),
  lower: named('lower'),
  trim: named('trim'),
  matches: named('regexp_matches'),
  replaceAll: ([input, pattern, replacement]) => `regexp_replace(${input}, ${pattern}, ${replacement}, 'g')`,
  sortWords: ([input]) => `array_to_string(list_sort(string_split(${input}, ' ')), ' ')`,
  spread: ([layout, from]) =>
    `array_to_string(list_transform(string_split(${layout}, ${quoteText(gap)}), lambda part, place: CASE WHEN place = 1 THEN part ELSE substring(${from}, CAST(place - 1 AS BIGINT), 1) || part END), '')`,
  coalesce: named('coalesce'),
  year: named('year'),
  month: named('month'),
  addDays: ([date, days]) => `(${date} + to_days(CAST(${days} AS INTEGER)))`,
  microseconds: ([input]) => `epoch_us(CAST(${input} AS TIMESTAMP))`,
  level: ([input, low, high, levels]) =>
    `CAST(floor((${input} - ${low}) / nullif(${high} - ${low}, 0) * ${levels}) AS BIGINT)`,
  count: () => 'count(*)',
  countDistinct: ([input]) => `count(DISTINCT ${input})`,
  minimum: named('min'),
  maximum: named('max'),
  sum: ([input]) => `CAST(coalesce(sum(${input}), 0) AS BIGINT)`,
  wideSum: ([input]) => `CAST(coalesce(sum(${input}), 0) AS DECIMAL(38,0))`,
  sortedSet: ([input]) => `array_to_string(list_sort(list(DISTINCT ${input})), ',')`,
};

function renderCall(operation: Operation, inputs: string[], type: ValueType): string {
  if (operation === 'cast') return `CAST(${inputs[0]} AS ${typeName(type)})`;
  if (operation === 'case') return renderCase(inputs);
  const rendered = renderings[operation](inputs);
  // DuckDB widens a date to a timestamp when days are added: the algebra promises that the type stays.
  return operation === 'addDays' ? `CAST(${rendered} AS ${typeName(type)})` : rendered;
}

function renderCase(inputs: string[]): string {
  const arms: string[] = [];
  for (let arm = 0; arm + 1 < inputs.length; arm += 2) arms.push(`WHEN ${inputs[arm]} THEN ${inputs[arm + 1]}`);
  const otherwise = inputs.at(-1);
  return arms.length === 0 ? `${otherwise}` : `CASE ${arms.join(' ')} ELSE ${otherwise} END`;
}
