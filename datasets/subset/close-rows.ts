// Closes the rows of an extract over its relations: everything of the chosen units, then every parent of every row.
import type { Engine } from '../engines/engine.ts';
import { column, count, equal } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { edgesTable, includedTable, membersTable } from '../working-tables.ts';
import { remainingUnits } from './choose-units.ts';

const frontierTable = 'closure frontier';
const row = column('m', 'row', 'integer');
const unit = column('m', 'unit', 'integer');

/** Fills the table of included rows: a fixpoint over key tables, indifferent to cycles. */
export async function closeRows(engine: Engine): Promise<void> {
  await engine.create(includedTable, {
    from: { relation: membersTable, as: 'm' },
    joins: [{ how: 'semi', relation: remainingUnits, as: 'r', on: equal(column('r', 'unit', 'integer'), unit) }],
    select: { row, unit },
  });
  let frontier: Relation = includedTable;
  while ((await engine.create(frontierTable, parentsOutside(frontier))) > 0) {
    await engine.insert(includedTable, frontierTable);
    frontier = frontierTable;
  }
}

/** Parents that are not yet in, with the unit they belong to themselves, if any. */
const parentsOutside = (frontier: Relation): Relation => ({
  from: { relation: edgesTable, as: 'e' },
  joins: [
    {
      how: 'semi',
      relation: frontier,
      as: 'f',
      on: equal(column('f', 'row', 'integer'), column('e', 'child', 'integer')),
    },
    {
      how: 'anti',
      relation: includedTable,
      as: 'i',
      on: equal(column('i', 'row', 'integer'), column('e', 'parent', 'integer')),
    },
    { how: 'left', relation: membersTable, as: 'm', on: equal(row, column('e', 'parent', 'integer')) },
  ],
  distinct: true,
  select: { row: column('e', 'parent', 'integer'), unit },
});

/** Edges that lead out of the extract: none, or the closure is broken. */
export async function countLostParents(engine: Engine): Promise<number> {
  const [[lost] = []] = await engine.rows({
    from: { relation: edgesTable, as: 'e' },
    joins: [
      {
        how: 'semi',
        relation: includedTable,
        as: 'c',
        on: equal(column('c', 'row', 'integer'), column('e', 'child', 'integer')),
      },
      {
        how: 'anti',
        relation: includedTable,
        as: 'p',
        on: equal(column('p', 'row', 'integer'), column('e', 'parent', 'integer')),
      },
    ],
    select: { lost: count() },
  });
  return Number(lost);
}
