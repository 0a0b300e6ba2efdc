// Chooses whole units, in their order, while their subjects and rows stay within the budget.
import type { Engine } from '../engines/engine.ts';
import { and, column, type Expression, equal, integer, less, maximum, runningSum, sum } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import { chosenTable, orderedUnitsTable, suppressedTable, unitsTable } from '../working-tables.ts';

const unit = column('u', 'unit', 'integer');
const subjects = column('u', 'subjects', 'integer');
const rows = column('u', 'rows', 'integer');

type Budget = Pick<ExtractPolicy['subject'], 'budget' | 'rows'>;

/** Fills the table of chosen units with an empty one of suppressed units; answers how many subjects are chosen. */
export async function chooseUnits(engine: Engine, budget: Budget): Promise<number> {
  await engine.create(chosenTable, within(budget));
  await engine.createFromValues(suppressedTable, { unit: 'integer' }, []);
  const [[chosen] = []] = await engine.rows({
    from: { relation: chosenTable, as: 'u' },
    select: { subjects: sum(subjects) },
  });
  return Number(chosen);
}

/** How much the largest unit holds: what a budget must have room for. Zero where there are no subjects. */
export async function largestUnit(engine: Engine): Promise<{ subjects: number; rows: number }> {
  const [[mostSubjects, mostRows] = []] = await engine.rows({
    from: { relation: orderedUnitsTable, as: 'u' },
    select: { subjects: maximum(subjects), rows: maximum(rows) },
  });
  return { subjects: Number(mostSubjects ?? 0), rows: Number(mostRows ?? 0) };
}

/** A unit that is larger than a whole budget is passed over, or nothing after it could be chosen. */
function within(budget: Budget): Relation {
  const limits = [
    ...(budget.budget === 'all' ? [] : [{ name: 'subjects', size: subjects, limit: budget.budget }]),
    ...(budget.rows === 'all' ? [] : [{ name: 'rows', size: rows, limit: budget.rows }]),
  ];
  if (limits.length === 0) return { from: { relation: unitsTable, as: 'u' }, select: { unit, subjects } };
  const upTo = (value: Expression<'integer'>, limit: number) => less(value, integer(limit + 1));
  const order = [column('u', 'place', 'integer'), column('u', 'ticket', 'text')];
  const running = limits.map(({ name, size }) => [`running ${name}`, runningSum(size, ...order)] as const);
  const drawn: Relation = {
    from: { relation: orderedUnitsTable, as: 'u' },
    where: and(...limits.map(({ size, limit }) => upTo(size, limit))),
    select: { unit, subjects, ...Object.fromEntries(running) },
  };
  return {
    from: { relation: drawn, as: 'u' },
    where: and(...limits.map(({ name, limit }) => upTo(column('u', `running ${name}`, 'integer'), limit))),
    select: { unit, subjects },
  };
}

/** The chosen units that are not suppressed. */
export const remainingUnits: Relation = {
  from: { relation: chosenTable, as: 'u' },
  joins: [{ how: 'anti', relation: suppressedTable, as: 'x', on: equal(column('x', 'unit', 'integer'), unit) }],
  select: { unit },
};
