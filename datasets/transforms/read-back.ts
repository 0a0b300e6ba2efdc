// Lets finished rows be read from the file they were written to, so that nobody works them out a second time.
import type { Engine } from '../engines/engine.ts';
import { column, equal, integer, minimum, rowNumber, subtract } from '../engines/expression.ts';
import { orderTable, outputTable, rowColumn } from '../working-tables.ts';
import type { CompiledTable } from './compiled-table.ts';
import { sealedOrder } from './transform-tables.ts';

const positionColumn = 'practicum position';
const position = (as: string) => column(as, positionColumn, 'integer');

/**
 * The output table stays what it was to whoever reads it, source rows among its columns. Does nothing where its rows are kept in the
 * engine because something has changed them.
 */
export async function readOutputBack(engine: Engine, table: CompiledTable, file: string): Promise<void> {
  const output = outputTable(table.name);
  if (!engine.isDefined(output)) return;
  const [written, rows] = [`written ${table.name}`, `written rows of ${table.name}`];
  await engine.viewParquet(written, file, positionColumn);
  await engine.create(rows, {
    from: { relation: orderTable(table.name), as: 't' },
    select: {
      row: column('t', rowColumn, 'integer'),
      [positionColumn]: subtract(rowNumber(...sealedOrder(table)), integer(1)),
    },
  });
  await engine.define(output, {
    from: { relation: written, as: 'w' },
    joins: [
      {
        how: 'left',
        // Grouped, an engine knows that the join adds no rows, and leaves it out where nobody asks for the source row.
        relation: {
          from: { relation: rows, as: 'r' },
          groupBy: [position('r')],
          select: { [positionColumn]: position('r'), row: minimum(column('r', 'row', 'integer')) },
        },
        as: 'r',
        on: equal(position('r'), position('w')),
      },
    ],
    select: {
      [rowColumn]: column('r', 'row', 'integer'),
      ...Object.fromEntries(table.columns.map(({ output: name, value }) => [name, column('w', name, value.type)])),
    },
  });
}
