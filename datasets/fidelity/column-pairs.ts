// Which columns are measured in pairs, and by which measure.
import type { WideColumn, WideTable } from './wide-rows.ts';

export type ColumnPair = {
  metric: 'CorrelationSimilarity' | 'ContingencySimilarity';
  one: WideColumn;
  /** Of the table itself; `one` is too, or is a column of its parent. */
  other: WideColumn;
  /** The relation that brings the two together; null inside one table. */
  relation: number | null;
};

/** All pairs of a table's own columns, and every column of a parent with every own column. */
export function columnPairsOf({ columns }: WideTable): ColumnPair[] {
  const own = columns.filter(({ relation }) => relation === null);
  return columns.flatMap((one, place) =>
    (one.relation === null ? own.slice(place + 1) : own).map((other) => ({
      metric: one.kind === 'number' && other.kind === 'number' ? 'CorrelationSimilarity' : 'ContingencySimilarity',
      one,
      other,
      relation: one.relation,
    })),
  );
}
