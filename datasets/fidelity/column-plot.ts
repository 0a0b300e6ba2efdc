// What is drawn of one column: the shares of its values in source and extract.
import type { Cell, Engine } from '../engines/engine.ts';
import { cast, column, integer, level, maximum, minimum, subtract, sum } from '../engines/expression.ts';
import type { ComparedColumn } from './compared-columns.ts';
import { positive } from './counting.ts';
import { intervalLabel } from './interval-label.ts';
import { numberOf } from './number-of.ts';
import { type Bar, mergeNeighbours, mergeRest, sharesOf } from './protected-bars.ts';
import { countedValue, countOf, type PartTotals, valueCounts } from './value-counts.ts';

const intervals = 12;
const categoriesShown = 12;

/** Of the column whose value counts are in the engine. Empty where one side has no values, or too few to show. */
export async function plotColumn(
  engine: Engine,
  compared: ComparedColumn,
  totals: PartTotals,
  k: number,
): Promise<Bar[]> {
  if (totals.source.present < k || totals.extract.present === 0) return [];
  const plot = compared.kind === 'number' ? plotNumbers : plotCategories;
  const bars = await plot(engine, compared, totals, k);
  return sharesOf(
    bars.filter(({ source, extract }) => source + extract > 0),
    k,
  );
}

async function plotCategories(
  engine: Engine,
  compared: ComparedColumn,
  { source, extract }: PartTotals,
  k: number,
): Promise<Bar[]> {
  const frequent = await engine.rows({
    ...valueCounts(compared, positive(countOf('extract'))),
    select: { value: cast(countedValue(compared), 'text'), source: countOf('source'), extract: countOf('extract') },
    orderBy: [subtract(integer(0), countOf('extract')), countedValue(compared)],
    limit: categoriesShown,
  });
  const shown = frequent.map(([label, ...counts]) => ({ label: String(label), ...countsOf(counts) }));
  return mergeRest(shown, { source: source.present, extract: extract.present }, k, 'all others');
}

const countsOf = ([source, extract]: readonly Cell[]) => ({ source: Number(source), extract: Number(extract) });

/** Intervals of the extract's range, the outer ones open: where the source ends is nobody's business. */
async function plotNumbers(engine: Engine, compared: ComparedColumn, _: PartTotals, k: number): Promise<Bar[]> {
  const number = numberOf(compared, 'v', 'value');
  const range = {
    ...valueCounts(compared, positive(countOf('extract'))),
    select: { low: minimum(number), high: maximum(number) },
  };
  const ends = { low: minimum(column('r', 'low', 'double')), high: minimum(column('r', 'high', 'double')) };
  const at = level(number, column('r', 'low', 'double'), column('r', 'high', 'double'), intervals);
  const counted = await engine.rows({
    ...valueCounts(compared),
    joins: [{ how: 'cross', relation: range, as: 'r' }],
    groupBy: [at],
    select: { at, source: sum(countOf('source')), extract: sum(countOf('extract')), ...ends },
  });
  const counts = Array.from({ length: intervals }, () => ({ source: 0, extract: 0 }));
  for (const [place, ...more] of counted) {
    const interval = counts[Math.min(Math.max(Number(place ?? 0), 0), intervals - 1)];
    const { source, extract } = countsOf(more);
    if (!interval) continue;
    interval.source += source;
    interval.extract += extract;
  }
  const [low, high] = counted[0]?.slice(3) ?? [];
  const step = (Number(high) - Number(low)) / intervals;
  const edge = (position: number) => Number(low) + position * step;
  return mergeNeighbours(counts, k).map(({ first, last, source, extract }) => ({
    label: intervalLabel(edge(first), edge(last + 1), { type: compared.type, isLast: last + 1 === intervals }),
    source,
    extract,
  }));
}
