// The rows of the source that are in the extract.

import type { Engine } from '../engines/engine.ts';
import { column, count, equal } from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import { includedTable, sourceRow, sourceTable } from '../working-tables.ts';

/** Keeps the included rows of a source table under the alias `s`. */
export const isIncluded: Join = {
  how: 'semi',
  relation: includedTable,
  as: 'i',
  on: equal(column('i', 'row', 'integer'), sourceRow),
};

/** Whether every row of the source is in the extract: then nothing has to be looked up to know which are. */
export async function isWholeSource(engine: Engine, tables: Iterable<string>): Promise<boolean> {
  const rowsOf = async (relation: string) => {
    const [[rows] = []] = await engine.rows({ from: { relation, as: 't' }, select: { rows: count() } });
    return Number(rows);
  };
  let rows = 0;
  for (const table of tables) rows += await rowsOf(sourceTable(table));
  return rows === (await rowsOf(includedTable));
}
