// Features from many rows of another table: how many, and mean, lowest, highest and last of what they hold.
import type { Cell, Engine } from '../../engines/engine.ts';
import {
  and,
  column,
  count,
  type Expression,
  equal,
  integer,
  maximum,
  minimum,
  sum,
} from '../../engines/expression.ts';
import type { Join } from '../../engines/relation.ts';
import type { ComparedColumn } from '../compared-columns.ts';
import type { Side } from '../compared-rows.ts';
import { countWhere, present } from '../counting.ts';
import type { ReachedTable } from './reach-tables.ts';
import { createReachedRows, isNumber, reachedTable, reachedValue } from './reached-rows.ts';
import type { ReadFeatures } from './single-features.ts';
import { isDate, type TargetPlan } from './target-plan.ts';

type Aggregate = { name: string; value: Expression };

const row = column('r', 'row', 'integer');
const age = column('r', 'age', 'integer');

/** `frequent` says how many frequent values a category has. */
export async function readAggregates(
  engine: Engine,
  side: Side,
  plan: TargetPlan,
  reached: ReachedTable,
  frequent: ReadonlyMap<ComparedColumn, number>,
): Promise<ReadFeatures[]> {
  await createReachedRows(engine, side, plan, reached);
  const { name: table, columns } = reached.table;
  const hasAge = plan.ownDate !== undefined && columns.some(isDate);
  const aggregates: Aggregate[] = [
    { name: `${table}, rows`, value: count() },
    ...(hasAge
      ? [
          { name: `${table}, newest`, value: minimum(age) },
          { name: `${table}, oldest`, value: maximum(age) },
        ]
      : []),
    ...columns.flatMap((each, place) => aggregatesOf(each, reachedValue(place), frequent.get(each) ?? 0)),
  ];
  const all = await readGrouped(engine, aggregates);
  return hasAge ? [withMeans(all), await readLast(engine, columns)] : [withMeans(all)];
}

function aggregatesOf(each: ComparedColumn, value: Expression<'integer'>, frequent: number): Aggregate[] {
  const name = `${each.table}.${each.name}`;
  if (isNumber(each))
    return [
      { name: `${name}, lowest`, value: minimum(value) },
      { name: `${name}, highest`, value: maximum(value) },
      { name: `${name}, values`, value: countWhere(present(value)) },
      { name: `${name}${meanSuffix}`, value: sum(value) },
    ];
  return Array.from({ length: frequent }, (_, place) => ({
    name: `${name}, frequent ${place + 1}`,
    value: countWhere(equal(value, integer(place + 1))),
  }));
}

const meanSuffix = ', mean';

/** A sum stands behind the number of values that it is the sum of. */
function withMeans({ features, rows }: ReadFeatures): ReadFeatures {
  const isMean = features.map(({ name }) => name.endsWith(meanSuffix));
  const meanAt = (cells: readonly Cell[], place: number): Cell => {
    const values = Number(cells[place]);
    return values === 0 ? null : Number(cells[place + 1]) / values;
  };
  return {
    features,
    rows: rows.map((cells) =>
      cells.map((cell, place) => (place > 0 && isMean[place - 1] ? meanAt(cells, place - 1) : cell)),
    ),
  };
}

/** Of the rows with the latest date; the highest where there are several. */
async function readLast(engine: Engine, columns: readonly ComparedColumn[]): Promise<ReadFeatures> {
  const latest = { from: { relation: reachedTable, as: 'r' }, groupBy: [row], select: { row, age: minimum(age) } };
  const aggregates = columns.flatMap((each, place) =>
    isNumber(each) ? [{ name: `${each.table}.${each.name}, last`, value: maximum(reachedValue(place)) }] : [],
  );
  const isLatest = [equal(column('n', 'row', 'integer'), row), equal(column('n', 'age', 'integer'), age)];
  return readGrouped(engine, aggregates, [{ how: 'semi', relation: latest, as: 'n', on: and(...isLatest) }]);
}

async function readGrouped(
  engine: Engine,
  aggregates: readonly Aggregate[],
  joins: readonly Join[] = [],
): Promise<ReadFeatures> {
  const rows = await engine.rows({
    from: { relation: reachedTable, as: 'r' },
    joins,
    groupBy: [row],
    select: { row, ...Object.fromEntries(aggregates.map(({ name, value }) => [name, value])) },
  });
  return { features: aggregates.map(({ name }) => ({ name, kind: 'number' })), rows };
}
