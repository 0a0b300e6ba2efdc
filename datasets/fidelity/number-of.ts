// Numbers and dates on one scale, for whatever measures distances.
import { cast, column, type Expression, microseconds } from '../engines/expression.ts';
import type { ComparedColumn } from './compared-columns.ts';

/** A date becomes microseconds since 1970. */
export function numberOf({ type }: Pick<ComparedColumn, 'type'>, as: string, name: string): Expression<'double'> {
  return type === 'date' || type === 'timestamp'
    ? cast(microseconds(column(as, name, type)), 'double')
    : cast(column(as, name, type), 'double');
}
