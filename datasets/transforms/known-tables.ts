// Brings what transforms know beforehand into the engine, and holds the loaded rows against what they forbid.
import type { Engine } from '../engines/engine.ts';
import { count } from '../engines/expression.ts';
import { sourceTable } from '../working-tables.ts';
import type { CompiledTable } from './compiled-table.ts';

/** Before any expression of the columns is evaluated. */
export async function createKnownTables(engine: Engine, tables: readonly CompiledTable[]): Promise<void> {
  const known = tables.flatMap(({ columns }) => columns.flatMap((each) => each.known ?? []));
  const byName = new Map(known.map((each) => [each.table, each]));
  for (const { table, columns, rows } of byName.values()) await engine.createFromValues(table, columns, rows);
}

/** Throws the first refusal, over the whole source: what an extract takes of it must not decide whether a policy fits. */
export async function assertNothingForbidden(engine: Engine, tables: readonly CompiledTable[]): Promise<void> {
  for (const { name, columns } of tables) {
    for (const { where, joins = [], refuse } of columns.flatMap(({ forbidden = [] }) => forbidden)) {
      const [[rows] = []] = await engine.rows({
        from: { relation: sourceTable(name), as: 's' },
        joins,
        where,
        select: { rows: count() },
      });
      if (Number(rows) > 0) throw refuse(Number(rows));
    }
  }
}
