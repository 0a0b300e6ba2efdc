// Replaces a value by what stands for it on one level of a declared hierarchy.
import { and, cast, choose, column, equal, isNull, not, nullOf, text } from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import type { Generalize } from '../policy/column-rule.ts';
import type { ColumnContext, TransformedColumn } from './transform.ts';

/** Values that the file does not hold become `otherwise`, and are refused with their count where none is declared. */
export function generalizeByHierarchy(
  { hierarchy: declared, otherwise }: Generalize,
  { value, output, hierarchies, refuse }: ColumnContext,
): Omit<TransformedColumn, 'preserves'> {
  const { file = '', sha256 = '', level = 0 } = declared ?? {};
  const hierarchy = hierarchies.get(sha256);
  if (!hierarchy) throw refuse(`expected the hierarchy ${file} to be read before columns are compiled, got none`);
  if (level > hierarchy.levels) throw refuse(`expected a level of ${file} from 0 to ${hierarchy.levels}, got ${level}`);
  const table = `hierarchy ${sha256} level ${level}`;
  const as = `level ${output}`;
  const name = column(as, 'name', 'text');
  const told = cast(value, 'text');
  const joins: Join[] = [{ how: 'left', relation: table, as, on: equal(column(as, 'value', 'text'), told) }];
  const unknown = and(not(isNull(told)), isNull(column(as, 'value', 'text')));
  return {
    label: `hierarchy ${file} level ${level}`,
    value:
      otherwise === undefined
        ? name
        : choose(
            [
              { when: isNull(told), give: nullOf('text') },
              { when: unknown, give: text(otherwise) },
            ],
            name,
          ),
    joins,
    known: [
      {
        table,
        columns: { value: 'text', name: 'text' },
        rows: hierarchy.rows.map((row) => [row[0] ?? '', row[level] ?? '']),
      },
    ],
    forbidden:
      otherwise === undefined
        ? [
            {
              where: unknown,
              joins,
              refuse: (rows) =>
                refuse(
                  `expected every value in ${file}, got ${rows} rows with values it does not hold; add them, or give otherwise`,
                ),
            },
          ]
        : [],
  };
}
