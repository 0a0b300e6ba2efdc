// Makes the tables from values to their replacements: each distinct value is worked out once.
import type { Engine } from '../engines/engine.ts';
import { column, count, countDistinct, isNull, not } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { ExtractError } from '../extract-error.ts';
import { outputTable, sourceTable } from '../working-tables.ts';
import type { CompiledColumn, CompiledTable } from './compiled-table.ts';
import { isIncluded } from './included-rows.ts';
import type { Ingredient, ValueMap } from './transform.ts';

/** Makes one ingredient and answers its rows. */
export type CreateIngredient = (ingredient: Ingredient) => Promise<number>;

export async function createValueMaps(
  engine: Engine,
  tables: readonly CompiledTable[],
  createIngredient: CreateIngredient,
  whole = false,
): Promise<void> {
  const maps = new Map<string, { map: ValueMap; inputs: Relation[] }>();
  for (const { name, columns } of tables) {
    for (const each of columns) {
      if (!each.map) continue;
      const known = maps.get(each.map.table) ?? { map: each.map, inputs: [] };
      known.inputs.push(valuesOf(name, each, each.map, whole));
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

const valuesOf = (table: string, { source }: CompiledColumn, map: ValueMap, whole: boolean): Relation => {
  const value = column('s', map.source ?? source, map.valueType);
  return {
    from: { relation: sourceTable(table), as: 's' },
    joins: whole ? [] : [isIncluded],
    where: not(isNull(value)),
    select: { value },
  };
};

/** Two of a billion values share 63 bits once in twenty runs: that must stop the run, never pass for one person. */
async function assertApart(engine: Engine, relation: string, name: string): Promise<void> {
  const [[values, replacements] = []] = await engine.rows({
    from: { relation, as: 'm' },
    select: { values: count(), replacements: countDistinct(column('m', name, 'text')) },
  });
  if (values !== replacements)
    throw new ExtractError(
      'engine-failed',
      `expected ${values} different values of ${name} in ${relation}, got ${replacements}; pseudonymize these values as text instead`,
    );
}

/** The same for keys that were hashed row by row. */
export async function assertKeysApart(engine: Engine, { name, columns }: CompiledTable): Promise<void> {
  for (const { output, apart } of columns) if (apart) await assertApart(engine, outputTable(name), output);
}
