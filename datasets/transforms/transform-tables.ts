// Makes the tables of the extract: replacements per distinct value first, then one query per table.

import type { Engine } from '../engines/engine.ts';
import { cast, column, count, countDistinct, type Expression, equal, isNull, not } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { ExtractError } from '../extract-error.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import { includedTable, orderColumn, outputTable, rowColumn, sourceRow, sourceTable } from '../working-tables.ts';
import type { CompiledColumn, CompiledTable } from './compile-tables.ts';
import type { Ingredient, ValueMap } from './transform.ts';

/** Makes one ingredient and answers its rows. */
export type CreateIngredient = (ingredient: Ingredient) => Promise<number>;

export async function createValueMaps(
  engine: Engine,
  tables: readonly CompiledTable[],
  createIngredient: CreateIngredient,
): Promise<void> {
  const maps = new Map<string, { map: ValueMap; inputs: Relation[] }>();
  for (const { name, columns } of tables) {
    for (const each of columns) {
      if (!each.map) continue;
      const known = maps.get(each.map.table) ?? { map: each.map, inputs: [] };
      known.inputs.push(valuesOf(name, each, each.map));
      maps.set(each.map.table, known);
    }
  }
  const made = new Map<string, number>();
  for (const { map, inputs } of maps.values()) {
    for (const each of map.ingredients ?? [])
      if (!made.has(each.table)) made.set(each.table, await createIngredient(each));
    const sizes = (map.ingredients ?? []).map(({ table }) => made.get(table) ?? 0);
    const value = column('a', 'value', map.valueType);
    await engine.create(
      map.table,
      map.build({ from: { relation: { unionAll: inputs }, as: 'a' }, distinct: true, select: { value } }, sizes),
    );
    if (map.apart !== undefined) await assertApart(engine, map.table, map.apart);
  }
}

const isIncluded: Join = {
  how: 'semi',
  relation: includedTable,
  as: 'i',
  on: equal(column('i', 'row', 'integer'), sourceRow),
};

const valuesOf = (table: string, { source }: CompiledColumn, map: ValueMap): Relation => {
  const value = column('s', map.source ?? source, map.valueType);
  return {
    from: { relation: sourceTable(table), as: 's' },
    joins: map.ofWholeSource ? [] : [isIncluded],
    where: not(isNull(value)),
    distinct: true,
    select: { value },
  };
};

/** Two of a billion values share 63 bits once in ten runs: that must stop the run, never pass for one person. */
async function assertApart(engine: Engine, map: string, replacement: string): Promise<void> {
  const [[values, replacements] = []] = await engine.rows({
    from: { relation: map, as: 'm' },
    select: { values: count(), replacements: countDistinct(column('m', replacement, 'text')) },
  });
  if (values !== replacements)
    throw new ExtractError(
      'engine-failed',
      `expected ${values} different ${map}, got ${replacements}; pseudonymize these values as text instead`,
    );
}

/** Answers the rows of the table made. Hidden columns carry the source row, and the order where no key leaves. */
export async function createOutput(
  engine: Engine,
  table: CompiledTable,
  typeOf: (column: string) => Expression['type'],
): Promise<number> {
  const joins = new Map<string, Join>([['i', { ...isIncluded, how: 'inner' }]]);
  for (const join of table.columns.flatMap((each) => each.joins ?? [])) joins.set(join.as, join);
  const key = table.key.map((name) => cast(column('s', name, typeOf(name)), 'text'));
  const hidden = table.outputKey.length > 0 ? {} : { [orderColumn]: hmacHex(inDomain(['order', table.name], ...key)) };
  if (table.outputKey.length === 0) joins.set('key', withKey('sampling'));
  return engine.create(outputTable(table.name), {
    from: { relation: sourceTable(table.name), as: 's' },
    joins: [...joins.values()],
    select: {
      [rowColumn]: sourceRow,
      ...hidden,
      ...Object.fromEntries(table.columns.map(({ output, value }) => [output, value])),
    },
  });
}

/** What is sealed: the columns that the policy names, rows in the order of their key. */
export function sealedRelation(table: CompiledTable): Relation {
  const typeOf = (output: string) => table.columns.find((each) => each.output === output)?.value.type ?? 'text';
  const order =
    table.outputKey.length > 0
      ? table.outputKey.map((name) => column('t', name, typeOf(name)))
      : [column('t', orderColumn, 'text')];
  return {
    from: { relation: outputTable(table.name), as: 't' },
    select: Object.fromEntries(table.columns.map(({ output, value }) => [output, column('t', output, value.type)])),
    orderBy: order,
  };
}
