// Distributions of categories.
import type { Engine } from '../engines/engine.ts';
import { integer, less, multiply, sum } from '../engines/expression.ts';
import type { ComparedColumn } from './compared-columns.ts';
import { countWhere, positive } from './counting.ts';
import { againstExtract, betweenHalves, complement, crosswise } from './crosswise.ts';
import type { MeasuredShape } from './shape.ts';
import { countOf, type PartTotals, valueCounts } from './value-counts.ts';

/** A category is rare when fewer than one in this many rows of the source that have a value at all have it. */
const rareBelow = 100;

/** TVComplement: 1 - half the sum over all categories of |share in one - share in the other|, over non-null values. */
export async function measureCategories(
  engine: Engine,
  compared: ComparedColumn,
  totals: PartTotals,
): Promise<MeasuredShape> {
  const isReal = positive(countOf('source'));
  const survives = positive(countOf('extract'));
  const isRare = less(multiply(countOf('source'), integer(rareBelow)), integer(totals.source.present));
  const [[distance, noise, categories, covered, rare, surviving] = []] = await engine.rows({
    ...valueCounts(compared),
    select: {
      distance: sum(crosswise(countOf, againstExtract, totals)),
      noise: sum(crosswise(countOf, betweenHalves, totals)),
      categories: countWhere(isReal),
      covered: countWhere(isReal, survives),
      rare: countWhere(isReal, isRare),
      surviving: countWhere(isReal, isRare, survives),
    },
  });
  return {
    metric: 'TVComplement',
    score: complement(distance, againstExtract, totals, 0.5),
    noise: complement(noise, betweenHalves, totals, 0.5),
    categoryCoverage: Number(categories) === 0 ? null : Number(covered) / Number(categories),
    rare: { categories: Number(rare), survive: Number(surviving) },
  };
}
