// Chooses whole units, in the order of their tickets, while their subjects stay within the budget.
import type { Engine } from '../engines/engine.ts';
import { column, count, equal, integer, less, maximum, runningSum, sum } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { chosenTable, suppressedTable, unitsTable } from '../working-tables.ts';
import { unitsUpTo } from './units.ts';

const unit = column('u', 'unit', 'integer');
const subjects = column('u', 'subjects', 'integer');

/** Fills the table of chosen units with an empty one of suppressed units; answers the chosen subjects with the largest unit of all. */
export async function chooseUnits(
  engine: Engine,
  budget: number | 'all',
): Promise<{ subjects: number; largestUnit: number }> {
  await engine.create(
    chosenTable,
    budget === 'all' ? { from: { relation: unitsTable, as: 'u' }, select: { unit, subjects } } : within(budget),
  );
  await engine.createFromValues(suppressedTable, { unit: 'integer' }, []);
  const [[chosen] = []] = await engine.rows({
    from: { relation: chosenTable, as: 'u' },
    select: { subjects: sum(subjects) },
  });
  const [[largest] = []] = await engine.rows({
    from: { relation: unitsTable, as: 'u' },
    where: less(integer(0), subjects),
    select: { largest: maximum(subjects), units: count() },
  });
  return { subjects: Number(chosen), largestUnit: Number(largest ?? 0) };
}

/** A unit that is larger than the whole budget is passed over, or nothing after it could be chosen. */
function within(budget: number): Relation {
  const running = runningSum(subjects, column('u', 'ticket', 'text'));
  const drawn: Relation = {
    from: { relation: unitsTable, as: 'u' },
    where: unitsUpTo(budget),
    select: { unit, subjects, running },
  };
  return {
    from: { relation: drawn, as: 'u' },
    where: less(column('u', 'running', 'integer'), integer(budget + 1)),
    select: { unit, subjects },
  };
}

/** The chosen units that are not suppressed. */
export const remainingUnits: Relation = {
  from: { relation: chosenTable, as: 'u' },
  joins: [{ how: 'anti', relation: suppressedTable, as: 'x', on: equal(column('x', 'unit', 'integer'), unit) }],
  select: { unit },
};
