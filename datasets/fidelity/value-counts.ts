// How often each value of one column comes: in the source, in its two halves, in the extract.
import type { Engine } from '../engines/engine.ts';
import { and, choose, column, count, type Expression, integer, isNull, sum } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import type { ComparedColumn } from './compared-columns.ts';
import { halfColumn, rowsOn } from './compared-rows.ts';
import { countWhere, inHalf, present } from './counting.ts';

/** value (null among them) with a count per part. Replaced for each column. */
const countsTable = 'value counts';

export const parts = ['source', 'first', 'second', 'extract'] as const;
export type Part = (typeof parts)[number];

/** How many rows a part has, and in how many of them the value is not null. */
export type PartTotals = Readonly<Record<Part, { rows: number; present: number }>>;

export const countOf = (part: Part): Expression<'integer'> => column('v', part, 'integer');
export const countedValue = ({ type }: Pick<ComparedColumn, 'type'>): Expression => column('v', 'value', type);

/** The counts of values that are not null, and for which all conditions hold, under the alias `v`. */
export const valueCounts = (compared: ComparedColumn, ...conditions: Expression<'boolean'>[]) => ({
  from: { relation: countsTable, as: 'v' },
  where: and(present(countedValue(compared)), ...conditions),
});

/** Set-based: a column of fifty million different values is grouped and compared where it lies. */
export async function countValues(engine: Engine, compared: ComparedColumn): Promise<PartTotals> {
  await engine.create(countsTable, {
    from: { relation: { unionAll: [countsOn('source', compared), countsOn('extract', compared)] }, as: 'v' },
    groupBy: [countedValue(compared)],
    select: { value: countedValue(compared), ...forEachPart((part) => sum(countOf(part))) },
  });
  const ifPresent = (part: Part) =>
    sum(choose([{ when: isNull(countedValue(compared)), give: integer(0) }], countOf(part)));
  const [totals = []] = await engine.rows({
    from: { relation: countsTable, as: 'v' },
    select: Object.fromEntries(
      parts.flatMap((part) => [
        [`${part} rows`, sum(countOf(part))],
        [`${part} present`, ifPresent(part)],
      ]),
    ),
  });
  const position = Object.fromEntries(parts.map((part, place) => [part, place])) as Record<Part, number>;
  return forEachPart((part) => ({
    rows: Number(totals[2 * position[part]]),
    present: Number(totals[2 * position[part] + 1]),
  }));
}

function countsOn(side: 'source' | 'extract', { table, name, type }: ComparedColumn): Relation {
  const value = column('t', name, type);
  const half = column('t', halfColumn, 'integer');
  const none = integer(0);
  const counts =
    side === 'source'
      ? { source: count(), first: countWhere(inHalf(half, 0)), second: countWhere(inHalf(half, 1)), extract: none }
      : { source: none, first: none, second: none, extract: count() };
  return { from: { relation: rowsOn(side, table), as: 't' }, groupBy: [value], select: { value, ...counts } };
}

export const forEachPart = <T>(give: (part: Part) => T): Record<Part, T> => ({
  source: give('source'),
  first: give('first'),
  second: give('second'),
  extract: give('extract'),
});
