// The rows that are compared: all of the source with their half, and those of the extract.
import type { Engine } from '../engines/engine.ts';
import { column, equal } from '../engines/expression.ts';
import { outputTable, rowColumn, sourceRow, sourceTable } from '../working-tables.ts';
import type { ComparedTable } from './compared-columns.ts';
import { halvesTable } from './source-halves.ts';

/** Beside the columns under their output names: `rowColumn`, `halfColumn`. */
export const comparedTable = (table: string): string => `compared ${table}`;
/** 0, 1, or null where the row is in both halves. A name that no policy can give: see working-tables.ts. */
export const halfColumn = 'practicum half';

export type Side = 'source' | 'extract';
export const rowsOn = (side: Side, table: string): string =>
  side === 'source' ? comparedTable(table) : outputTable(table);

/** Generalizes once what is generalized, for every source row, chosen or not. */
export async function createComparedRows(engine: Engine, { name, columns }: ComparedTable): Promise<void> {
  await engine.create(comparedTable(name), {
    from: { relation: sourceTable(name), as: 's' },
    joins: [
      {
        how: 'left',
        relation: halvesTable,
        as: 'h',
        on: equal(column('h', 'row', 'integer'), sourceRow),
      },
      ...new Map(columns.flatMap(({ joins }) => joins).map((join) => [join.as, join])).values(),
    ],
    select: {
      [rowColumn]: sourceRow,
      [halfColumn]: column('h', 'half', 'integer'),
      ...Object.fromEntries(columns.map(({ name: output, sourceValue }) => [output, sourceValue])),
    },
  });
}
