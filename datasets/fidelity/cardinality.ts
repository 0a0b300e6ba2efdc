// How many children the parents of a relation have: CardinalityShapeSimilarity of SDMetrics 0.32.0.
import type { Cell, Engine } from '../engines/engine.ts';
import { coalesce, column, count, type Expression, equal, integer } from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import type { OutputRelation } from '../privacy/output-relations.ts';
import { edgesTable, rowColumn } from '../working-tables.ts';
import { halfColumn, rowsOn, type Side } from './compared-rows.ts';
import { countWhere, inHalf } from './counting.ts';
import { type Bar, mergeNeighbours, sharesOf } from './protected-bars.ts';
import type { Scored } from './shape.ts';

export type Cardinality = Scored & { bars: Bar[] };

/** Parents by how many children they have. */
type Distribution = Map<number, number>;

/** 1 - D between the distributions of children per parent, parents without children included. */
export async function measureCardinality(
  engine: Engine,
  relation: OutputRelation,
  { k, isHalved }: { k: number; isHalved: boolean },
): Promise<Cardinality> {
  const source = await engine.rows(childrenPerParent('source', relation));
  const extract = await engine.rows(childrenPerParent('extract', relation));
  const all = distribution(source, () => true, 1);
  const released = distribution(extract, () => true, 1);
  const halves = ([0, 1] as const).map((half) =>
    distribution(source, (of) => of === null || Number(of) === half, half === 0 ? 2 : 3),
  );
  const [first, second] = halves;
  return {
    score: similarity(all, released),
    noise: isHalved && first && second ? similarity(first, second) : null,
    bars: barsOf(all, released, k),
  };
}

/** half of the parent, children of any half, of the first, of the second, number of such parents. */
function childrenPerParent(side: Side, { position, child, parent }: OutputRelation) {
  const half = (as: string): Expression<'integer'> =>
    side === 'source' ? column(as, halfColumn, 'integer') : integer(0);
  const ofRelation = equal(column('e', 'relation', 'integer'), integer(position));
  const isChild: Join = {
    how: 'inner',
    relation: rowsOn(side, child),
    as: 'c',
    on: equal(column('c', rowColumn, 'integer'), column('e', 'child', 'integer')),
  };
  const children = {
    from: { relation: edgesTable, as: 'e' },
    joins: [isChild],
    where: ofRelation,
    groupBy: [column('e', 'parent', 'integer')],
    select: {
      parent: column('e', 'parent', 'integer'),
      all: count(),
      first: countWhere(inHalf(half('c'), 0)),
      second: countWhere(inHalf(half('c'), 1)),
    },
  };
  const counted = (name: string) => coalesce(column('n', name, 'integer'), integer(0));
  const key = [half('p'), counted('all'), counted('first'), counted('second')] as const;
  return {
    from: { relation: rowsOn(side, parent), as: 'p' },
    joins: [
      {
        how: 'left' as const,
        relation: children,
        as: 'n',
        on: equal(column('n', 'parent', 'integer'), column('p', rowColumn, 'integer')),
      },
    ],
    groupBy: side === 'source' ? key : key.slice(1),
    select: { half: key[0], all: key[1], first: key[2], second: key[3], parents: count() },
  };
}

function distribution(rows: readonly Cell[][], isIn: (half: Cell) => boolean, position: number): Distribution {
  const parentsBy: Distribution = new Map();
  for (const row of rows) {
    if (!isIn(row[0] ?? null)) continue;
    const children = Number(row[position]);
    parentsBy.set(children, (parentsBy.get(children) ?? 0) + Number(row[4]));
  }
  return parentsBy;
}

/** In whole numbers up to the last division. */
function similarity(one: Distribution, other: Distribution): number | null {
  const [ones, others] = [totalOf(one), totalOf(other)];
  if (ones === 0 || others === 0) return null;
  let [upTo, otherUpTo, distance] = [0, 0, 0];
  for (const children of [...new Set([...one.keys(), ...other.keys()])].sort((a, b) => a - b)) {
    upTo += one.get(children) ?? 0;
    otherUpTo += other.get(children) ?? 0;
    distance = Math.max(distance, Math.abs(upTo * others - otherUpTo * ones));
  }
  return 1 - distance / (ones * others);
}

const totalOf = (parents: Distribution) => parents.values().reduce((total, each) => total + each, 0);

const barsShown = 12;

/** Even intervals over what the extract has; the last is open. */
function barsOf(source: Distribution, extract: Distribution, k: number): Bar[] {
  if (totalOf(source) < k || extract.size === 0) return [];
  const most = Math.max(...extract.keys());
  const width = Math.max(1, Math.ceil((most + 1) / barsShown));
  const counts = Array.from({ length: Math.ceil((most + 1) / width) }, () => ({ source: 0, extract: 0 }));
  const add = (parents: Distribution, side: 'source' | 'extract') => {
    for (const [children, many] of parents) {
      const bar = counts[Math.min(Math.floor(children / width), counts.length - 1)];
      if (bar) bar[side] += many;
    }
  };
  add(source, 'source');
  add(extract, 'extract');
  const bars = mergeNeighbours(counts, k).map(({ first, last, ...counted }) => {
    const [low, high] = [first * width, (last + 1) * width - 1];
    return { label: low === high ? String(low) : `${low} to ${high}`, ...counted };
  });
  return sharesOf(bars, k);
}
