// Leaves out subjects until every class of quasi-identifiers holds k, l and t.
import type { Engine } from '../engines/engine.ts';
import { column, equal, sum } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { ExtractError } from '../extract-error.ts';
import { closeRows } from '../subset/close-rows.ts';
import { chosenTable, edgesTable, membersTable, suppressedTable } from '../working-tables.ts';
import { type AskedModels, createFailing } from './failing-classes.ts';

const taintedTable = 'tainted rows';
const frontierTable = 'tainted frontier';
const lostTable = 'lost units';

/**
 * Closes the rows, then drops the units of subjects in classes that do not hold, until all hold or more than `atMost` subjects are
 * gone. Answers how many subjects are suppressed: more than `atMost` means that the models were not reached.
 */
export async function suppressFailing(engine: Engine, asked: AskedModels, atMost: number): Promise<number> {
  await engine.createFromValues(suppressedTable, { unit: 'integer' }, []);
  for (;;) {
    await closeRows(engine);
    if ((await createFailing(engine, taintedTable, asked)) === 0) return countSuppressed(engine);
    await taintChildren(engine);
    // Each round loses a unit: a class that no unit brings in would mean that the closure itself is broken.
    if ((await engine.create(lostTable, unitsOfTainted)) === 0)
      throw new ExtractError('engine-failed', 'expected a unit behind every subject in a failing class, got none');
    await engine.insert(suppressedTable, lostTable);
    const suppressed = await countSuppressed(engine);
    if (suppressed > atMost) return suppressed;
  }
}

/** Whatever points at a row that must not come would bring it along again as a parent: its unit goes too. */
async function taintChildren(engine: Engine): Promise<void> {
  let frontier: Relation = taintedTable;
  while ((await engine.create(frontierTable, childrenOutside(frontier))) > 0) {
    await engine.insert(taintedTable, frontierTable);
    frontier = frontierTable;
  }
}

const childrenOutside = (frontier: Relation): Relation => ({
  from: { relation: edgesTable, as: 'e' },
  joins: [
    {
      how: 'semi',
      relation: frontier,
      as: 'f',
      on: equal(column('f', 'row', 'integer'), column('e', 'parent', 'integer')),
    },
    {
      how: 'anti',
      relation: taintedTable,
      as: 't',
      on: equal(column('t', 'row', 'integer'), column('e', 'child', 'integer')),
    },
  ],
  distinct: true,
  select: { row: column('e', 'child', 'integer') },
});

const unitsOfTainted: Relation = {
  from: { relation: membersTable, as: 'm' },
  joins: [
    {
      how: 'semi',
      relation: taintedTable,
      as: 't',
      on: equal(column('t', 'row', 'integer'), column('m', 'row', 'integer')),
    },
    {
      how: 'anti',
      relation: suppressedTable,
      as: 'x',
      on: equal(column('x', 'unit', 'integer'), column('m', 'unit', 'integer')),
    },
  ],
  distinct: true,
  select: { unit: column('m', 'unit', 'integer') },
};

async function countSuppressed(engine: Engine): Promise<number> {
  const [[subjects] = []] = await engine.rows({
    from: { relation: chosenTable, as: 'c' },
    joins: [
      {
        how: 'semi',
        relation: suppressedTable,
        as: 'x',
        on: equal(column('x', 'unit', 'integer'), column('c', 'unit', 'integer')),
      },
    ],
    select: { subjects: sum(column('c', 'subjects', 'integer')) },
  });
  return Number(subjects);
}
