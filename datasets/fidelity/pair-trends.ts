// How alike pairs of columns hang together in source and extract: Column Pair Trends and Intertable Trends of SDMetrics 0.32.0.
import type { Engine } from '../engines/engine.ts';
import { type ColumnPair, columnPairsOf } from './column-pairs.ts';
import { contingencySimilarity, countCells, cramersV } from './contingency.ts';
import { type Correlation, correlate } from './correlation.ts';
import { againstExtract, betweenHalves, type PartPair } from './crosswise.ts';
import { measureRanges } from './number-ranges.ts';
import { type SampledCodes, sampleCodes } from './sampled-codes.ts';
import type { KeyedTable } from './sampled-rows.ts';
import type { Scored } from './shape.ts';
import type { Part } from './value-counts.ts';
import { type WideTable, wideRows } from './wide-rows.ts';

/** Pairs that hang together less than this in the source say nothing, and do not count: the published report's defaults. */
const correlationThreshold = 0.5;
const associationThreshold = 0.3;

export type PairTrend = ColumnPair &
  Scored & {
    /** Pearson's correlation or Cramér's V. */
    strength: number;
  };

export type PairTrends = { trends: PairTrend[]; weak: number };

/** `weak` pairs are below the threshold in the source, or have no strength (a column with one value only). */
export async function measurePairs(
  engine: Engine,
  wide: WideTable,
  { table, isHalved }: { table: KeyedTable; isHalved: boolean },
): Promise<PairTrends> {
  const pairs = columnPairsOf(wide);
  const of = (metric: ColumnPair['metric']) => pairs.filter((pair) => pair.metric === metric);
  const found = [
    ...(await compareCorrelations(engine, wide, of('CorrelationSimilarity'))),
    ...(await compareContingencies(engine, wide, of('ContingencySimilarity'), table)),
  ];
  const trends = pairs.flatMap(
    (pair) => found.find(({ one, other }) => one === pair.one && other === pair.other) ?? [],
  );
  return {
    trends: isHalved ? trends : trends.map((trend) => ({ ...trend, noise: null })),
    weak: pairs.length - trends.length,
  };
}

/** CorrelationSimilarity: 1 - |ρ of the source - ρ of the extract| / 2, over rows where both columns have a value. */
async function compareCorrelations(engine: Engine, wide: WideTable, pairs: ColumnPair[]): Promise<PairTrend[]> {
  const inSource = await correlate(engine, wideRows('source', wide), pairs);
  const strong = pairs.flatMap((pair, place) => {
    const source = inSource[place];
    return source && Math.abs(source.whole ?? 0) > correlationThreshold ? [{ pair, source }] : [];
  });
  const inExtract = await correlate(
    engine,
    wideRows('extract', wide),
    strong.map(({ pair }) => pair),
  );
  return strong.map(({ pair, source }, place) => ({
    ...pair,
    strength: source.whole ?? 0,
    score: similarity(source.whole, (inExtract[place] as Correlation).whole),
    noise: similarity(source.first, source.second),
  }));
}

const similarity = (one: number | null, other: number | null) =>
  one === null || other === null ? null : 1 - Math.abs(one - other) / 2;

async function compareContingencies(
  engine: Engine,
  wide: WideTable,
  pairs: ColumnPair[],
  table: KeyedTable,
): Promise<PairTrend[]> {
  if (pairs.length === 0) return [];
  const ranges = {
    source: await measureRanges(engine, wideRows('source', wide), wide),
    extract: await measureRanges(engine, wideRows('extract', wide), wide),
  };
  const columns = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))];
  const sampled = await sampleCodes(engine, wide, columns, { table, ranges });
  return pairs.flatMap((pair) => {
    const strength = cramersV(cellsOf(sampled, pair, 'source'), sampled.widthOf(pair.other));
    if (strength === null || strength <= associationThreshold) return [];
    const score = (parts: PartPair) => contingencySimilarity(...cellsOfBoth(sampled, pair, parts));
    return [{ ...pair, strength, score: score(againstExtract), noise: score(betweenHalves) }];
  });
}

const cellsOfBoth = (sampled: SampledCodes, pair: ColumnPair, [one, other]: PartPair) =>
  [cellsOf(sampled, pair, one), cellsOf(sampled, pair, other)] as const;

function cellsOf({ codesOf, widthOf }: SampledCodes, { one, other, relation }: ColumnPair, part: Part) {
  return countCells({ one: codesOf(part, one, relation), other: codesOf(part, other, relation) }, widthOf(other));
}
