// Distributions of numbers and dates.
import type { Cell, Engine } from '../engines/engine.ts';
import {
  and,
  choose,
  column,
  integer,
  less,
  maximum,
  minimum,
  nullOf,
  runningSum,
  subtract,
  sum,
} from '../engines/expression.ts';
import type { ComparedColumn } from './compared-columns.ts';
import { positive } from './counting.ts';
import { againstExtract, betweenHalves, complement, crosswise } from './crosswise.ts';
import { numberOf } from './number-of.ts';
import type { MeasuredShape } from './shape.ts';
import { countedValue, countOf, forEachPart, type Part, type PartTotals, parts, valueCounts } from './value-counts.ts';

/**
 * KSComplement: 1 - D, the largest distance between the two distribution functions over non-null values. Whole numbers
 * throughout, so that neither the order of rows nor rounding can change it.
 */
export async function measureNumbers(
  engine: Engine,
  compared: ComparedColumn,
  totals: PartTotals,
): Promise<MeasuredShape> {
  const here = (part: Part) => column('r', part, 'integer');
  const upTo = (part: Part) => column('r', `up to ${part}`, 'integer');
  const number = column('r', 'number', 'double');
  const numbersOf = (part: Part) => choose([{ when: positive(here(part)), give: number }], nullOf('double'));
  const isAboveLowest = positive(upTo('source'));
  const isBelowHighest = less(subtract(upTo('source'), here('source')), integer(totals.source.present));
  const [row = []] = await engine.rows({
    from: {
      as: 'r',
      relation: {
        ...valueCounts(compared),
        select: {
          number: numberOf(compared, 'v', 'value'),
          ...forEachPart(countOf),
          ...Object.fromEntries(
            parts.map((part) => [`up to ${part}`, runningSum(countOf(part), countedValue(compared))]),
          ),
        },
      },
    },
    select: {
      distance: maximum(crosswise(upTo, againstExtract, totals)),
      noise: maximum(crosswise(upTo, betweenHalves, totals)),
      inside: sum(choose([{ when: and(isAboveLowest, isBelowHighest), give: here('extract') }], integer(0))),
      low: minimum(numbersOf('source')),
      high: maximum(numbersOf('source')),
      extractLow: minimum(numbersOf('extract')),
      extractHigh: maximum(numbersOf('extract')),
    },
  });
  const [distance, noise, inside, ...ends] = row;
  return {
    metric: 'KSComplement',
    score: complement(distance, againstExtract, totals, 1),
    noise: complement(noise, betweenHalves, totals, 1),
    boundaryAdherence: adherence(Number(inside), totals),
    rangeCoverage: coverage(ends),
  };
}

/** As published: nulls lie outside, unless the source has nulls too. */
function adherence(inside: number, { source, extract }: PartTotals): number | null {
  const outOf = source.present < source.rows ? extract.present : extract.rows;
  return outOf === 0 ? null : inside / outOf;
}

function coverage(ends: readonly Cell[]): number | null {
  const [low = 0, high = 0, extractLow = 0, extractHigh = 0] = ends.map((end) =>
    end === null ? Number.NaN : Number(end),
  );
  const share = 1 - (Math.max(extractLow - low, 0) + Math.max(high - extractHigh, 0)) / (high - low);
  return Number.isFinite(share) ? Math.max(share, 0) : null;
}
