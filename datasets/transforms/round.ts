// Rounds a number to the nearest multiple, halves away from zero.
import {
  add,
  cast,
  choose,
  divide,
  type Expression,
  floorDivide,
  integer,
  less,
  modulo,
  multiply,
  type NumberType,
  not,
  subtract,
  text,
} from '../engines/expression.ts';
import { digitsIn, numberLiteral, numberOf } from './number-literal.ts';
import type { Transform } from './transform.ts';

/** Exact for integers and decimals; of a double comes the double nearest to the multiple. */
export const round: Transform = ({ rule, value, refuse }) => {
  const to = rule.round?.to ?? 1;
  const number = numberOf(value, refuse);
  const rounded =
    number.type === 'double'
      ? roundedDouble(number as Expression<'double'>, to)
      : roundedExactly(number, numberLiteral(to, number.type, refuse));
  return { label: `round ${to}`, preserves: 'lossy', value: cast(rounded, number.type) };
};

/** A remainder has the sign of its number, in every engine: without it stands the multiple towards zero. */
function roundedExactly<T extends NumberType>(number: Expression<T>, to: Expression<T>): Expression<T> {
  const rest = modulo(number, to);
  const towardsZero = subtract(number, rest);
  const twice = add(rest, rest);
  return choose(
    [
      { when: not(less(twice, to)), give: add(towardsZero, to) },
      { when: not(less(subtract(subtract(to, to), to), twice)), give: subtract(towardsZero, to) },
    ],
    towardsZero,
  );
}

/** Multiples of 0.1 are counted as whole numbers and then written as decimals: 3 × 0.1 is 0.3. */
function roundedDouble(number: Expression<'double'>, to: number): Expression {
  const zero = cast(integer(0), 'double');
  const half = cast(text('0.5'), 'double');
  const step = cast(text(String(to)), 'double');
  const steps = (distance: Expression<'double'>) => floorDivide(add(divide(distance, step), half), integer(1));
  const counted = choose(
    [{ when: less(number, zero), give: subtract(integer(0), steps(subtract(zero, number))) }],
    steps(number),
  );
  const exact = cast(text(String(to)), `decimal(18,${Math.min(digitsIn(to), 12)})`);
  return multiply<NumberType>(cast(counted, 'decimal(18,0)'), exact);
}
