// The date that everything else is told relative to.
import { column, type Expression, equal, microseconds } from '../../engines/expression.ts';
import type { Join } from '../../engines/relation.ts';
import { rowColumn } from '../../working-tables.ts';
import { rowsOn, type Side } from '../compared-rows.ts';
import type { TargetPlan } from './target-plan.ts';

/** Brings the row to be predicted itself beside rows with a column `row` under the alias `w`: its own date is in it. */
export function withOwnRow(side: Side, { own }: TargetPlan): Join {
  return {
    how: 'inner',
    relation: rowsOn(side, own.name),
    as: 'o',
    on: equal(column('o', rowColumn, 'integer'), column('w', 'row', 'integer')),
  };
}

/** Microseconds of the own date; undefined where the table has no date. */
export function ownMoment({ ownDate }: TargetPlan): Expression<'integer'> | undefined {
  return ownDate && microseconds(column('o', ownDate.name, ownDate.type as 'date' | 'timestamp'));
}
