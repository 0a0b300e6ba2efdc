// Top and bottom coding: what lies beyond a bound becomes the bound.
import { choose, type Expression, integer, less, year } from '../engines/expression.ts';
import { numberLiteral, numberOf } from './number-literal.ts';
import type { Transform } from './transform.ts';

/** Of a date the year is kept, within the bounds: a rare age shows by the year alone. */
export const clamp: Transform = ({ rule, value, refuse }) => {
  const { bottom, top } = rule.clamp ?? {};
  if (bottom === undefined && top === undefined) throw refuse('expected bottom or top, got neither');
  if (bottom !== undefined && top !== undefined && bottom > top)
    throw refuse(`expected bottom below top, got ${bottom} with ${top}`);
  const isDate = value.type === 'date' || value.type === 'timestamp';
  const number = isDate ? year(value as Expression<'date' | 'timestamp'>) : numberOf(value, refuse);
  const bound = (at: number) => (isDate && Number.isInteger(at) ? integer(at) : numberLiteral(at, number.type, refuse));
  return {
    label: `${isDate ? 'year clamp' : 'clamp'} ${bottom ?? ''}..${top ?? ''}`,
    preserves: 'lossy',
    value: choose(
      [
        ...(bottom === undefined ? [] : [{ when: less(number, bound(bottom)), give: bound(bottom) }]),
        ...(top === undefined ? [] : [{ when: less(bound(top), number), give: bound(top) }]),
      ],
      number,
    ),
  };
};
