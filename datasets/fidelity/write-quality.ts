// The part of a fidelity report that tells of columns, pairs and relations.

import type { FidelityReport } from './fidelity-report.ts';
import type { MeasuredQuality } from './measure-quality.ts';
import type { PairTrend } from './pair-trends.ts';
import { meanOf, rounded } from './rounding.ts';
import type { ColumnShape, Scored } from './shape.ts';

type Written = Pick<
  FidelityReport,
  'overall' | 'properties' | 'columns' | 'pairs' | 'weakPairs' | 'intertablePairs' | 'relations'
>;

/** Means are taken before rounding, and over what is defined, as the published report does. */
export function writeQuality({ columns, pairs, weakPairs, relations }: MeasuredQuality): Written {
  const inside = pairs.filter(({ trend }) => trend.relation === null);
  const across = pairs.filter(({ trend }) => trend.relation !== null);
  const means = {
    columnShapes: meanScore(columns.map(({ shape }) => shape)),
    pairTrends: meanScore(inside.map(({ trend }) => trend)),
    cardinality: meanScore(relations.map(({ cardinality }) => cardinality)),
    intertableTrends: meanScore(across.map(({ trend }) => trend)),
  };
  const all = Object.values(means);
  return {
    overall: roundScores({
      score: meanOf(all.map(({ score }) => score)),
      noise: meanOf(all.map(({ noise }) => noise)),
    }),
    properties: {
      columnShapes: { ...roundScores(means.columnShapes), of: columns.length },
      pairTrends: { ...roundScores(means.pairTrends), of: inside.length },
      cardinality: { ...roundScores(means.cardinality), of: relations.length },
      intertableTrends: { ...roundScores(means.intertableTrends), of: across.length },
    },
    columns: columns.map(({ compared, shape, bars }) => ({
      table: compared.table,
      column: compared.name,
      treatment: compared.treatment,
      metric: shape.metric,
      ...roundScores(shape),
      missingValueSimilarity: roundedOr(shape.missingValueSimilarity),
      ...extrasOf(shape),
      bars,
    })),
    pairs: inside.map(({ table, trend }) => ({ table, ...pairOf(trend) })),
    weakPairs,
    intertablePairs: across.map(({ table, trend }) => ({ parent: trend.one.table, child: table, ...pairOf(trend) })),
    relations: relations.map(({ relation, cardinality }) => ({
      child: relation.child,
      columns: relation.columns.map(({ output }) => output),
      parent: relation.parent,
      ...roundScores(cardinality),
      bars: cardinality.bars,
    })),
  };
}

const roundedOr = (value: number | null) => (value === null ? null : rounded(value));
const roundScores = ({ score, noise }: Scored): Scored => ({ score: roundedOr(score), noise: roundedOr(noise) });
const meanScore = (scores: readonly Scored[]): Scored => ({
  score: meanOf(scores.map(({ score }) => score)),
  noise: meanOf(scores.map(({ noise }) => noise)),
});

const pairOf = (trend: PairTrend) => ({
  columns: [trend.one.name, trend.other.name] as [string, string],
  metric: trend.metric,
  ...roundScores(trend),
});

/** A range is told to two decimals: finer, its last value could be worked out from the share. */
function extrasOf({ boundaryAdherence, rangeCoverage, categoryCoverage, rare }: ColumnShape) {
  return {
    ...(boundaryAdherence === undefined ? {} : { boundaryAdherence: roundedOr(boundaryAdherence) }),
    ...(rangeCoverage === undefined
      ? {}
      : { rangeCoverage: rangeCoverage === null ? null : Math.round(rangeCoverage * 100) / 100 }),
    ...(categoryCoverage === undefined ? {} : { categoryCoverage: roundedOr(categoryCoverage) }),
    ...(rare === undefined ? {} : { rare }),
  };
}
