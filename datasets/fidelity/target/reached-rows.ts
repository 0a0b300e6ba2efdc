// The rows of another table that a row to be predicted leads to, as whole numbers that can be aggregated exactly.
import type { Engine } from '../../engines/engine.ts';
import {
  column,
  type Expression,
  equal,
  less,
  level,
  maximum,
  microseconds,
  minimum,
  not,
  nullOf,
  subtract,
} from '../../engines/expression.ts';
import type { Join, Relation } from '../../engines/relation.ts';
import type { ComparedColumn, ComparedTable } from '../compared-columns.ts';
import { comparedTable, type Side } from '../compared-rows.ts';
import { numberOf } from '../number-of.ts';
import { frequentTable } from './frequent-values.ts';
import { ownMoment, withOwnRow } from './own-date.ts';
import { joinsTo } from './reach-rows.ts';
import type { ReachedTable } from './reach-tables.ts';
import { isDate, type TargetPlan } from './target-plan.ts';
import { targetTable } from './target-rows.ts';

/**
 * row, age (microseconds from the reached row's first date to the own date; null without dates), and a `value` per column: a
 * number's place in the source's range, a category's place among the frequent ones, nothing for a date. Replaced for each table.
 */
export const reachedTable = 'reached rows';
export const reachedValue = (place: number) => column('r', `value ${place}`, 'integer');

/** One scale for both sides, fine enough for any model, and sums stay whole. */
const places = 2 ** 30;

/** What happened after the own date is not known yet when somebody would predict: it is left out. */
export async function createReachedRows(
  engine: Engine,
  side: Side,
  plan: TargetPlan,
  reached: ReachedTable,
): Promise<void> {
  const { columns } = reached.table;
  const moment = columns.find(isDate);
  const own = ownMoment(plan);
  const age =
    moment && own
      ? subtract(own, microseconds(column('t', moment.name, moment.type as 'date' | 'timestamp')))
      : nullOf('integer');
  const numbers = columns.filter(isNumber);
  await engine.create(reachedTable, {
    from: { relation: targetTable(side), as: 'w' },
    joins: [
      withOwnRow(side, plan),
      ...joinsTo(side, reached, 'inner'),
      ...(numbers.length > 0 ? [withRanges(reached.table, numbers)] : []),
      ...columns.filter(({ kind }) => kind === 'category').map(withFrequency),
    ],
    ...(moment && own ? { where: not(less(age, zero)) } : {}),
    select: {
      row: column('w', 'row', 'integer'),
      age,
      ...Object.fromEntries(columns.map((each, place) => [`value ${place}`, wholeValue(each)])),
    },
  });
}

const zero: Expression<'integer'> = { type: 'integer', kind: 'literal', value: 0n };
export const isNumber = (each: ComparedColumn): boolean => each.kind === 'number' && !isDate(each);

function wholeValue(each: ComparedColumn): Expression<'integer'> {
  if (each.kind === 'category') return column(`frequent ${each.name}`, 'place', 'integer');
  if (isDate(each)) return nullOf('integer');
  const [low, high] = [column('g', `low ${each.name}`, 'double'), column('g', `high ${each.name}`, 'double')];
  return level(numberOf(each, 't', each.name), low, high, places);
}

function withRanges({ name }: ComparedTable, numbers: readonly ComparedColumn[]): Join {
  const ranges: Relation = {
    from: { relation: comparedTable(name), as: 't' },
    select: Object.fromEntries(
      numbers.flatMap((each) => [
        [`low ${each.name}`, minimum(numberOf(each, 't', each.name))],
        [`high ${each.name}`, maximum(numberOf(each, 't', each.name))],
      ]),
    ),
  };
  return { how: 'cross', relation: ranges, as: 'g' };
}

function withFrequency(each: ComparedColumn): Join {
  const as = `frequent ${each.name}`;
  const on = equal(column(as, 'value', each.type), column('t', each.name, each.type));
  return { how: 'left', relation: frequentTable(each), as, on };
}
