// Features from the row itself, or from the one row of a parent: each column as it is.
import type { Cell, Engine } from '../../engines/engine.ts';
import { cast, column, type Expression, microseconds, subtract } from '../../engines/expression.ts';
import type { ComparedColumn } from '../compared-columns.ts';
import type { Side } from '../compared-rows.ts';
import { numberOf } from '../number-of.ts';
import { ownMoment, withOwnRow } from './own-date.ts';
import { joinsTo } from './reach-rows.ts';
import type { ReachedTable } from './reach-tables.ts';
import { isDate, type TargetPlan } from './target-plan.ts';
import { targetTable } from './target-rows.ts';

export type ReadFeatures = {
  features: readonly { name: string; kind: ComparedColumn['kind'] }[];
  /** The row, then a value per feature: categories as text. */
  rows: readonly Cell[][];
};

export async function readSingle(
  engine: Engine,
  side: Side,
  plan: TargetPlan,
  reached: ReachedTable,
): Promise<ReadFeatures> {
  const { name: table, columns } = reached.table;
  const rows = await engine.rows({
    from: { relation: targetTable(side), as: 'w' },
    joins: [withOwnRow(side, plan), ...joinsTo(side, reached, 'left')],
    select: {
      row: column('w', 'row', 'integer'),
      ...Object.fromEntries(columns.map((each, place) => [`feature ${place}`, featureOf(each, plan)])),
    },
  });
  return { features: columns.map(({ name, kind }) => ({ name: `${table}.${name}`, kind })), rows };
}

/** Dates in microseconds before the row's own, which stands for itself: shifted alike, they come out alike. */
function featureOf(each: ComparedColumn, plan: TargetPlan): Expression {
  const moment = ownMoment(plan);
  if (moment && isDate(each) && each !== plan.ownDate)
    return cast(subtract(moment, microseconds(column('t', each.name, each.type as 'date' | 'timestamp'))), 'double');
  return each.kind === 'number' ? numberOf(each, 't', each.name) : cast(column('t', each.name, each.type), 'text');
}
