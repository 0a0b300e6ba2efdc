// Pearson's correlation from exact sums: the same to the last digit in whatever order rows are added.
import type { Cell, Engine } from '../engines/engine.ts';
import {
  and,
  choose,
  column,
  type Expression,
  integer,
  level,
  maximum,
  minimum,
  multiply,
  wideSum,
} from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import type { ColumnPair } from './column-pairs.ts';
import { countWhere, present } from './counting.ts';
import type { WideColumn } from './wide-rows.ts';

/**
 * Numbers become places between the column's lowest and highest value. Correlation does not change under a change of scale, and
 * 2³⁰ places keep it to nine digits while products stay within 63 bits.
 */
const places = 2 ** 30;
const pairsPerQuery = 60;

/** Null where a part has fewer than two rows with both values, or one value only. */
export type Correlation = { whole: number | null; first: number | null; second: number | null };

/** In the order of the pairs. */
export async function correlate(engine: Engine, rows: Relation, pairs: readonly ColumnPair[]): Promise<Correlation[]> {
  const correlations: Correlation[] = [];
  for (let from = 0; from < pairs.length; from += pairsPerQuery)
    correlations.push(...(await correlateSome(engine, rows, pairs.slice(from, from + pairsPerQuery))));
  return correlations;
}

async function correlateSome(engine: Engine, rows: Relation, pairs: readonly ColumnPair[]): Promise<Correlation[]> {
  const columns = new Map(pairs.flatMap(({ one, other }) => [one, other]).map((each) => [each.as, each]));
  const half = column('l', 'half', 'integer');
  const sums = pairs.flatMap(({ one, other }, place) =>
    Object.entries(sumsOf(column('l', one.as, 'integer'), column('l', other.as, 'integer'))).map(
      ([name, sum]) => [`${name} ${place}`, sum] as const,
    ),
  );
  const answers = await engine.rows({
    from: { relation: placed(rows, [...columns.values()]), as: 'l' },
    groupBy: [half],
    select: { half, ...Object.fromEntries(sums) },
  });
  return pairs.map((_, place) => {
    const of = (isIn: (half: Cell) => boolean) =>
      coefficient(answers.filter(([each = null]) => isIn(each)).map((row) => row.slice(1 + 6 * place, 7 + 6 * place)));
    return {
      whole: of(() => true),
      first: of((each) => each === null || Number(each) === 0),
      second: of((each) => each === null || Number(each) === 1),
    };
  });
}

/** Ranges come from a subquery: a lowest value of the source written into a statement would be told by every log of it. */
function placed(rows: Relation, columns: readonly WideColumn[]): Relation {
  const number = (each: WideColumn) => column('w', each.as, 'double');
  const ranges: Relation = {
    from: { relation: rows, as: 'w' },
    select: Object.fromEntries(
      columns.flatMap((each) => [
        [`low ${each.as}`, minimum(number(each))],
        [`high ${each.as}`, maximum(number(each))],
      ]),
    ),
  };
  const placeOf = (each: WideColumn) =>
    level(number(each), column('r', `low ${each.as}`, 'double'), column('r', `high ${each.as}`, 'double'), places);
  return {
    from: { relation: rows, as: 'w' },
    joins: [{ how: 'cross', relation: ranges, as: 'r' }],
    select: {
      half: column('w', 'half', 'integer'),
      ...Object.fromEntries(columns.map((each) => [each.as, placeOf(each)])),
    },
  };
}

function sumsOf(x: Expression<'integer'>, y: Expression<'integer'>): Record<string, Expression> {
  const both = and(present(x), present(y));
  const total = (value: Expression<'integer'>) => wideSum(choose([{ when: both, give: value }], integer(0)));
  return {
    n: countWhere(both),
    x: total(x),
    y: total(y),
    xx: total(multiply(x, x)),
    yy: total(multiply(y, y)),
    xy: total(multiply(x, y)),
  };
}

/** From rows of n, Σx, Σy, Σx², Σy², Σxy. */
function coefficient(rows: readonly (readonly Cell[])[]): number | null {
  const [n, x, y, xx, yy, xy] = [0, 1, 2, 3, 4, 5].map((place) =>
    rows.reduce((total, row) => total + BigInt(row[place] ?? 0), 0n),
  ) as [bigint, bigint, bigint, bigint, bigint, bigint];
  const [spreadX, spreadY] = [n * xx - x * x, n * yy - y * y];
  if (spreadX === 0n || spreadY === 0n) return null;
  return Number(n * xy - x * y) / (Math.sqrt(Number(spreadX)) * Math.sqrt(Number(spreadY)));
}
