// Works the pseudonyms of keys out row by row where no map would save anything.
import type { CompiledColumn, CompiledTable } from './compiled-table.ts';

/** A column that alone is its table's key holds no value twice; where no other column shares its map, the map is a detour. */
export function inlineKeys(tables: readonly CompiledTable[]): CompiledTable[] {
  const sharers = new Map<string, number>();
  for (const { map } of tables.flatMap(({ columns }) => columns))
    if (map) sharers.set(map.table, (sharers.get(map.table) ?? 0) + 1);
  return tables.map((table) => ({
    ...table,
    columns: table.columns.map((each) =>
      each.map && sharers.get(each.map.table) === 1 && table.key.length === 1 && table.key[0] === each.source
        ? inlined(each)
        : each,
    ),
  }));
}

function inlined(column: CompiledColumn): CompiledColumn {
  const { map, ...rest } = column;
  return map?.inline ? { ...rest, ...map.inline, apart: true } : column;
}
