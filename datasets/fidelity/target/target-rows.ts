// The rows a model learns from and is tested on, each with its answer and its fold.
import type { Engine } from '../../engines/engine.ts';
import {
  cast,
  choose,
  column,
  type Expression,
  equal,
  first63Bits,
  integer,
  modulo,
  nullOf,
  or,
  substring,
  text,
} from '../../engines/expression.ts';
import type { Query } from '../../engines/relation.ts';
import { membersTable, rowColumn, unitsTable } from '../../working-tables.ts';
import type { ComparedColumn } from '../compared-columns.ts';
import { rowsOn, type Side } from '../compared-rows.ts';
import { present } from '../counting.ts';
import { drawSample, type KeyedTable } from '../sampled-rows.ts';
import type { TargetPlan } from './target-plan.ts';

/** row, place (0 to 9, the same for all rows of a subject and on both sides), answer (1 positive, 0 negative), drawn (the order). */
export const targetTable = (side: Side): string => `target rows of ${side}`;

/** Places of a subject's rows, from which folds are made. */
const foldPlaces = 10;
/**
 * Most rows with either answer: more would make the figure hardly better and the wait much longer. The figure does not depend on
 * how the two are mixed, so rare answers are not thinned out with the others.
 */
const mostRows = [
  [1, 3000],
  [0, 7000],
] as const;

/** Rows are told apart and put in order by a keyed hash of their keys: a sum of numbers in another order is another sum. */
export async function createTargetRows(
  engine: Engine,
  side: Side,
  { declared, column: target }: TargetPlan,
  table: KeyedTable,
): Promise<void> {
  const name = targetTable(side);
  const has = { row: of('row'), place: of('place'), answer: of('answer') };
  await engine.create(name, {
    from: { relation: labelled(side, target, declared), as: 'w' },
    where: present(of('answer')),
    distinct: true,
    select: has,
  });
  await engine.createFromValues(drawnTable, { row: 'integer', place: 'integer', answer: 'integer', drawn: 'text' }, []);
  for (const [answer, limit] of mostRows) {
    const isAnswer = equal(of('answer'), integer(answer));
    const among = { from: { relation: name, as: 'w' }, where: isAnswer, select: { row: of('row') } };
    const { joins = [] } = await drawSample(engine, { table, among, domain: `target ${side}`, limit });
    const from = { relation: name, as: 'w' };
    await engine.insert(drawnTable, { from, joins, select: { ...has, drawn: column('d', 'drawn', 'text') } });
  }
  await engine.create(name, drawnTable);
}

const drawnTable = 'drawn target rows';
const of = (name: string) => column('w', name, 'integer');

function labelled(side: Side, target: ComparedColumn, declared: TargetPlan['declared']): Query {
  const value = column('t', target.name, target.type);
  const isOneOf = (values: readonly (string | number | boolean)[]) =>
    or(...values.map((each) => equal(value, cast(text(String(each)), target.type))));
  const isNegative = declared.negative ? isOneOf(declared.negative) : present(value);
  const none: Expression<'integer'> = nullOf('integer');
  const row = column('t', rowColumn, 'integer');
  const unit = column('m', 'unit', 'integer');
  return {
    from: { relation: rowsOn(side, target.table), as: 't' },
    joins: [
      { how: 'inner', relation: membersTable, as: 'm', on: equal(column('m', 'row', 'integer'), row) },
      { how: 'inner', relation: unitsTable, as: 'u', on: equal(column('u', 'unit', 'integer'), unit) },
    ],
    select: {
      row,
      // Digits of the ticket that neither the order of units nor the source's halves go by.
      place: modulo(first63Bits(substring(column('u', 'ticket', 'text'), 33, 16)), integer(foldPlaces)),
      answer: choose(
        [
          { when: isOneOf(declared.positive), give: integer(1) },
          { when: isNegative, give: integer(0) },
        ],
        none,
      ),
    },
  };
}
