// Counts what an extract holds beyond the subjects it was made for: rows that came along because something points at them.
import type { Engine } from '../engines/engine.ts';
import { column, count, equal } from '../engines/expression.ts';
import { includedTable, sourceRow, sourceTable } from '../working-tables.ts';
import { remainingUnits } from './choose-units.ts';

export type BroughtAlong = { table: string; rows: number };

/** By table, those with none left out: rows of subjects that were not chosen, and rows that belong to nobody. */
export async function countBroughtAlong(engine: Engine, tables: Iterable<string>): Promise<BroughtAlong[]> {
  const counted: BroughtAlong[] = [];
  for (const table of tables) {
    const [[rows] = []] = await engine.rows({
      from: { relation: sourceTable(table), as: 's' },
      joins: [
        { how: 'inner', relation: includedTable, as: 'i', on: equal(column('i', 'row', 'integer'), sourceRow) },
        {
          how: 'anti',
          relation: remainingUnits,
          as: 'r',
          on: equal(column('r', 'unit', 'integer'), column('i', 'unit', 'integer')),
        },
      ],
      select: { rows: count() },
    });
    if (Number(rows) > 0) counted.push({ table, rows: Number(rows) });
  }
  return counted;
}
