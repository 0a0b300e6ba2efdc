// The way from a table's rows up to the rows of another that they point at.
import { and, column, equal, integer } from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import type { RelationDeclaration } from '../policy/subset-declaration.ts';
import { edgesTable, outputTable, rowColumn } from '../working-tables.ts';

/** Positions of relations, from child to parent; empty for a table itself, undefined where there is no way. The first declared of equally short ways. */
export function findWay(relations: readonly RelationDeclaration[], from: string, to: string): number[] | undefined {
  let frontier = [{ table: from, way: [] as number[] }];
  const seen = new Set([from]);
  while (frontier.length > 0) {
    const arrived = frontier.find(({ table }) => table === to);
    if (arrived) return arrived.way;
    frontier = frontier.flatMap(({ table, way }) =>
      [...relations.entries()].flatMap(([position, { child, parent }]) => {
        if (child !== table || seen.has(parent)) return [];
        seen.add(parent);
        return [{ table: parent, way: [...way, position] }];
      }),
    );
  }
  return undefined;
}

/** Brings the finished row at the end of the way beside the row `t`, under an alias; nulls where a row points nowhere. */
export function joinsAlong(way: readonly number[], table: string, alias: string): Join[] {
  let child = column('t', rowColumn, 'integer');
  const joins = way.map((position, step): Join => {
    const as = `${alias} step ${step}`;
    const on = and(
      equal(column(as, 'child', 'integer'), child),
      equal(column(as, 'relation', 'integer'), integer(position)),
    );
    child = column(as, 'parent', 'integer');
    return { how: 'left', relation: edgesTable, as, on };
  });
  return [
    ...joins,
    { how: 'left', relation: outputTable(table), as: alias, on: equal(column(alias, rowColumn, 'integer'), child) },
  ];
}
