// Puts a source with an extract of it into an engine as a run would leave them: rows, edges, units.
import { createHash } from 'node:crypto';
import type { Cell, Engine } from '../../../datasets/engines/engine.ts';
import { column } from '../../../datasets/engines/expression.ts';
import type { ComparedColumn, ComparedTable } from '../../../datasets/fidelity/compared-columns.ts';
import type { OutputRelation } from '../../../datasets/privacy/output-relations.ts';
import {
  edgesTable,
  membersTable,
  outputTable,
  rowColumn,
  sourceTable,
  unitsTable,
} from '../../../datasets/working-tables.ts';
import type { ReferenceSide, ReferenceTable } from './reference-tables.ts';

export type ReferenceRelation = { child: string; column: string; parent: string };

/** Tables have a key `id`; columns that relations name are ids too. Row numbers of the extract are beyond those of the source. */
export async function placeTables(
  engine: Engine,
  tablesOf: (side: ReferenceSide) => Record<string, ReferenceTable>,
  relations: readonly ReferenceRelation[],
): Promise<{ tables: ComparedTable[]; relations: OutputRelation[] }> {
  const edges: Cell[][] = [];
  const members: Cell[][] = [];
  const source = tablesOf('source');
  for (const side of ['source', 'extract'] as const) {
    const tables = tablesOf(side);
    const rowOf = (table: string, row: number) =>
      BigInt(Object.keys(tables).indexOf(table) * 1_000_000 + row + (side === 'extract' ? 100_000_000 : 0));
    for (const [name, { columns, rows }] of Object.entries(tables)) {
      const numbered = rows.map((row, place) => [rowOf(name, place), ...row]);
      const table = side === 'source' ? sourceTable(name) : outputTable(name);
      await engine.createFromValues(table, { [rowColumn]: 'integer', ...columns }, numbered);
    }
    for (const [position, { child, column: name, parent }] of relations.entries()) {
      const { columns, rows } = tables[child] ?? { columns: {}, rows: [] };
      const at = Object.keys(columns).indexOf(name);
      const parents = new Map(tables[parent]?.rows.map((row, place) => [row[0], place]));
      for (const [place, row] of rows.entries()) {
        const found = parents.get(row[at]);
        if (found === undefined) continue;
        edges.push([rowOf(child, place), rowOf(parent, found), BigInt(position)]);
        if (side === 'source') members.push([rowOf(child, place), rowOf(parent, found)]);
      }
      if (side === 'source' && position === 0)
        for (const place of parents.values()) members.push([rowOf(parent, place), rowOf(parent, place)]);
    }
  }
  await engine.createFromValues(edgesTable, { child: 'integer', parent: 'integer', relation: 'integer' }, edges);
  await engine.createFromValues(membersTable, { row: 'integer', unit: 'integer' }, members);
  const units = [...new Set(members.map(([, unit]) => unit ?? 0n))];
  const ticket = (unit: Cell) => createHash('sha256').update(String(unit)).digest('hex');
  await engine.createFromValues(
    unitsTable,
    { unit: 'integer', ticket: 'text', subjects: 'integer' },
    units.map((unit) => [unit, ticket(unit), 1n]),
  );
  const ids = new Set(['id', ...relations.map((relation) => relation.column)]);
  return {
    tables: Object.entries(source).map(([name, { columns }]) => ({
      name,
      key: ['id'],
      columns: Object.entries(columns).flatMap(([each, type]) => (ids.has(each) ? [] : [compared(name, each, type)])),
    })),
    relations: relations.map(({ child, parent }, position) => ({
      position,
      child,
      parent,
      columns: [],
      parentColumns: [],
    })),
  };
}

const compared = (table: string, name: string, type: ComparedColumn['type']): ComparedColumn => ({
  table,
  name,
  type,
  kind: type === 'text' || type === 'boolean' ? 'category' : 'number',
  treatment: 'kept',
  source: name,
  sourceValue: column('s', name, type),
  joins: [],
});
