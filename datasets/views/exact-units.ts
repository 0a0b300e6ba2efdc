// Numbers as whole units that sum to the same in any order.
import { cast, type Expression, integer, multiply } from '../engines/expression.ts';

/** Doubles are summed in ten-thousandths. */
const doubleScale = 4;

/** The value in whole units, with how many units make one. */
export function exactUnits(value: Expression): { units: Expression<'integer'>; perOne: bigint } {
  if (value.type === 'integer') return { units: value as Expression<'integer'>, perOne: 1n };
  const declared = /,(\d+)\)$/.exec(value.type)?.[1];
  const scale = declared === undefined ? doubleScale : Number(declared);
  const perOne = 10n ** BigInt(scale);
  const exact = declared === undefined ? cast(value, `decimal(18,${scale})`) : value;
  return { units: cast(multiply(exact as Expression<'integer'>, integer(perOne)), 'integer'), perOne };
}
