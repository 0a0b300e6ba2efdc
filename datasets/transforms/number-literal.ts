// Numbers of a policy as exact literals of a column's type.
import { cast, type Expression, type NumberType, text, type ValueType } from '../engines/expression.ts';
import type { ExtractError } from '../extract-error.ts';

export function numberOf(value: Expression, refuse: (sentence: string) => ExtractError): Expression<NumberType> {
  if (isNumber(value.type)) return value as Expression<NumberType>;
  throw refuse(`expected a number, got ${value.type}`);
}

const isNumber = (type: ValueType): type is NumberType =>
  type === 'integer' || type === 'double' || type.startsWith('decimal');

/** Refuses what the type would round away: a bound must be the bound that the policy says. */
export function numberLiteral<T extends NumberType>(
  number: number,
  type: T,
  refuse: (sentence: string) => ExtractError,
): Expression<T> {
  const most = type === 'double' ? Number.POSITIVE_INFINITY : digitsAfterPoint(type);
  if (digitsIn(number) > most)
    throw refuse(`expected at most ${most} digits after the point, as the column has, got ${number}`);
  return cast(text(String(number)), type);
}

/** How many digits a column of this type holds after the point. */
export function digitsAfterPoint(type: Exclude<NumberType, 'double'>): number {
  const [, scale] = /,(\d+)\)$/.exec(type) ?? [];
  return Number(scale ?? 0);
}

/** How many digits a number of the policy has after the point. */
export function digitsIn(number: number): number {
  const [mantissa = '', exponent = '0'] = String(number).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}
