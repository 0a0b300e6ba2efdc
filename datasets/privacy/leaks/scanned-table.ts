// A finished table as the leak scan reads it: from the sealed file, with planted values exempt by label.
import { keyText } from '../../answers/output-rows.ts';
import { and, cast, column, type Expression, equal } from '../../engines/expression.ts';
import type { Join } from '../../engines/relation.ts';
import { plainText } from '../../identifiers/normalize.ts';
import type { CompiledColumn, CompiledTable } from '../../transforms/compiled-table.ts';

/** Values that a policy has planted: a table of `key` (the row's, as text) with `<column> after` for each of the columns. */
export type PlantedCells = { table: string; columns: readonly string[]; changes: string };

export type ScannedTable = {
  table: CompiledTable;
  /** The engine's table to read; it has the output columns. */
  relation: string;
  planted: readonly PlantedCells[];
};

/** Every query of the scan reads it as `t`. */
export const asText = ({ output, value }: CompiledColumn): Expression<'text'> =>
  plainText(column('t', output, value.type));

/** Leaves out the rows whose value in this column was planted there: what a policy says in clear is no leak of the source. */
export function withoutPlanted({ table, planted }: ScannedTable, { output, value }: CompiledColumn): Join[] {
  return planted
    .filter((each) => each.table === table.name && each.columns.includes(output))
    .map(({ changes }, position) => ({
      how: 'anti',
      relation: changes,
      as: `planted ${position}`,
      on: and(
        equal(column(`planted ${position}`, 'key', 'text'), keyText(table)),
        equal(column(`planted ${position}`, `${output} after`, 'text'), cast(column('t', output, value.type), 'text')),
      ),
    }));
}

/** Every way to choose so many, in order. */
export function* orderedChoices<T>(from: readonly T[], size: number): Generator<T[]> {
  if (size === 0) yield [];
  else
    for (const first of from)
      for (const rest of orderedChoices(
        from.filter((each) => each !== first),
        size - 1,
      ))
        yield [first, ...rest];
}
