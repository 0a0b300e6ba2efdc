// Leads from each row to be predicted to the rows of another table, one relation after the other.
import { and, column, equal, integer } from '../../engines/expression.ts';
import type { Join } from '../../engines/relation.ts';
import { edgesTable, rowColumn } from '../../working-tables.ts';
import { rowsOn, type Side } from '../compared-rows.ts';
import type { ReachedTable } from './reach-tables.ts';

/** From rows with a column `row` under the alias `w` to rows of the table under the alias `t`; `how` for the last join says whether to keep those that reach none. */
export function joinsTo(side: Side, { table, steps }: ReachedTable, how: 'inner' | 'left'): Join[] {
  let here = column('w', 'row', 'integer');
  const joins = steps.map(({ relation, direction }, place): Join => {
    const as = `step ${place}`;
    const [from, to] = direction === 'up' ? (['child', 'parent'] as const) : (['parent', 'child'] as const);
    const on = and(
      equal(column(as, from, 'integer'), here),
      equal(column(as, 'relation', 'integer'), integer(relation)),
    );
    here = column(as, to, 'integer');
    return { how, relation: edgesTable, as, on };
  });
  return [
    ...joins,
    { how, relation: rowsOn(side, table.name), as: 't', on: equal(column('t', rowColumn, 'integer'), here) },
  ];
}
