// Rows of a table beside their parents: what pairs of columns are measured on, inside one table and across a relation.
import { and, column, type Expression, equal, integer, isNull, not } from '../engines/expression.ts';
import type { Query } from '../engines/relation.ts';
import type { OutputRelation } from '../privacy/output-relations.ts';
import { edgesTable, rowColumn } from '../working-tables.ts';
import type { ComparedColumn, ComparedTable } from './compared-columns.ts';
import { halfColumn, rowsOn, type Side } from './compared-rows.ts';
import { numberOf } from './number-of.ts';

/** A column under a short name of its own: two tables may call theirs alike. */
export type WideColumn = ComparedColumn & {
  as: string;
  /** Position of the relation to whose parent it belongs; null for the table's own. */
  relation: number | null;
};

export type WideTable = { table: ComparedTable; relations: readonly OutputRelation[]; columns: readonly WideColumn[] };

export function wideTableOf(
  table: ComparedTable,
  tables: readonly ComparedTable[],
  relations: readonly OutputRelation[],
): WideTable {
  const upward = relations.filter(({ child }) => child === table.name);
  const own = table.columns.map((each, place) => ({ ...each, as: `own ${place}`, relation: null }));
  const ofParents = upward.flatMap(({ parent, position }) =>
    (tables.find(({ name }) => name === parent)?.columns ?? []).map((each, place) => ({
      ...each,
      as: `parent ${position} ${place}`,
      relation: position,
    })),
  );
  return { table, relations: upward, columns: [...own, ...ofParents] };
}

/** Whether a wide row has a parent by a relation: rows without one are not in the published join. */
export const hasParent = (relation: number): string => `has ${relation}`;

/** Numbers as doubles, categories as they are; `row`, `half`, and one flag per relation. Not yet computed: a subquery. */
export function wideRows(side: Side, { table, relations, columns }: WideTable): Query {
  const aliasOf = (relation: number | null) => (relation === null ? 't' : `p${relation}`);
  return {
    from: { relation: rowsOn(side, table.name), as: 't' },
    joins: relations.flatMap(({ position, parent }) => [
      {
        how: 'left' as const,
        relation: edgesTable,
        as: `e${position}`,
        on: and(
          equal(column(`e${position}`, 'child', 'integer'), column('t', rowColumn, 'integer')),
          equal(column(`e${position}`, 'relation', 'integer'), integer(position)),
        ),
      },
      {
        how: 'left' as const,
        relation: rowsOn(side, parent),
        as: `p${position}`,
        on: equal(column(`p${position}`, rowColumn, 'integer'), column(`e${position}`, 'parent', 'integer')),
      },
    ]),
    select: {
      row: column('t', rowColumn, 'integer'),
      half: side === 'source' ? column('t', halfColumn, 'integer') : integer(0),
      ...Object.fromEntries(
        relations.map(({ position }) => [
          hasParent(position),
          not(isNull(column(`p${position}`, rowColumn, 'integer'))),
        ]),
      ),
      ...Object.fromEntries(columns.map((each) => [each.as, wideValue(each, aliasOf(each.relation))])),
    },
  };
}

const wideValue = (each: WideColumn, as: string): Expression =>
  each.kind === 'number' ? numberOf(each, as, each.name) : column(as, each.name, each.type);
