// Lowest and highest values per part, from which bins are made.
import type { Cell, Engine } from '../engines/engine.ts';
import { choose, column, count, maximum, minimum, nullOf } from '../engines/expression.ts';
import type { Query } from '../engines/relation.ts';
import type { Part } from './value-counts.ts';
import { hasParent, type WideColumn, type WideTable } from './wide-rows.ts';

export type NumberRanges = {
  rows: number;
  /** Of a column over the rows that have a parent by a relation, or over all; undefined where all values are null. */
  rangeOf: (part: Part, column: WideColumn, relation: number | null) => [low: number, high: number] | undefined;
};

/** `rows` are those of one side; the extract's answer for the part `extract`, the source's for all others. */
export async function measureRanges(engine: Engine, rows: Query, wide: WideTable): Promise<NumberRanges> {
  const numbers = wide.columns.filter(({ kind }) => kind === 'number');
  const asked = numbers.flatMap((each) =>
    [null, ...wide.relations.map(({ position }) => position)].map((relation) => ({ each, relation })),
  );
  const half = column('w', 'half', 'integer');
  const answers = await engine.rows({
    from: { relation: rows, as: 'w' },
    groupBy: [half],
    select: {
      half,
      rows: count(),
      ...Object.fromEntries(
        asked.flatMap(({ each, relation }) => {
          const value = column('w', each.as, 'double');
          const counted =
            relation === null
              ? value
              : choose([{ when: column('w', hasParent(relation), 'boolean'), give: value }], nullOf('double'));
          return [
            [`low ${each.as} ${relation}`, minimum(counted)],
            [`high ${each.as} ${relation}`, maximum(counted)],
          ];
        }),
      ),
    },
  });
  return {
    rows: answers.reduce((total, [, counted]) => total + Number(counted), 0),
    rangeOf: (part, wanted, relation) => {
      const place = asked.findIndex(({ each, relation: other }) => each.as === wanted.as && other === relation);
      const inPart = answers.filter(([of = null]) => isIn(part, of));
      const ends = (at: number) => inPart.flatMap((row) => (row[at] == null ? [] : [Number(row[at])]));
      const [lows, highs] = [ends(2 + 2 * place), ends(3 + 2 * place)];
      return lows.length === 0 ? undefined : [Math.min(...lows), Math.max(...highs)];
    },
  };
}

/** Whether rows of a half (null: in both) belong to a part. */
export function isIn(part: Part, half: Cell): boolean {
  if (half === null || part === 'source' || part === 'extract') return true;
  return Number(half) === (part === 'first' ? 0 : 1);
}
