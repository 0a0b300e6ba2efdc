// The multidimensional mode: groups of records that are shown alike, each column as fine as its own group allows.
import { columnLoss, granularity, totalLoss } from '../information-loss.ts';
import type { EnforcementTask } from '../search-lattice.ts';
import { groupCheck } from './group-check.ts';
import { recut } from './recut.ts';
import { specialize } from './specialize.ts';
import { groupOf, type TupleGroup, type TupleSpace } from './tuple-groups.ts';
import { valueTree } from './value-tree.ts';

export type LocalGeneralization = {
  /** The group of each tuple. */
  readonly groupOf: Int32Array;
  /** Per quasi-identifier, the level on which each group shows it: all members lie under one value there. */
  readonly levels: readonly Int32Array[];
  readonly loss: number;
  readonly granularity: number;
};

/**
 * Cuts from the top (Mondrian over hierarchies: LeFevre et al., 2006), improved by cutting neighbouring pairs anew. Nobody is
 * suppressed; undefined where even the whole table as one group does not hold the models. Groups that come to show the same
 * values are one class in the release, and hold what each of them holds: the distances of t are convex, and diversity of a union
 * is never below that of its worst part.
 */
export function generalizeLocally({ tuples, hierarchies, models }: EnforcementTask): LocalGeneralization | undefined {
  const space: TupleSpace = { tuples, trees: hierarchies.map(valueTree) };
  const mayStand = groupCheck(tuples, models);
  const all = Int32Array.from(tuples.counts.keys());
  if (tuples.records < models.k || all.length === 0 || !mayStand(all)) return undefined;
  const cut = specialize({ space, hierarchies, k: models.k, mayStand }, groupOf(space, all));
  return shownAs(space, recut({ space, k: models.k, mayStand }, cut));
}

function shownAs({ tuples, trees }: TupleSpace, groups: readonly TupleGroup[]): LocalGeneralization {
  const of = new Int32Array(tuples.counts.length);
  for (const [number, { members }] of groups.entries()) for (const tuple of members) of[tuple] = number;
  const nodesOf = (column: number) => Int32Array.from(groups, ({ nodes }) => nodes[column] ?? 0);
  const losses = trees.map(({ leaves, shareOf }, column) => {
    const nodes = nodesOf(column);
    // Shares are whole numbers of leaves: multiplied back, the sum is exact in any order.
    const covered = nodes.reduce(
      (sum, node, number) => sum + (groups[number]?.size ?? 0) * Math.round((shareOf[node] ?? 0) * (leaves - 1)),
      0,
    );
    return columnLoss(covered, tuples.records, leaves);
  });
  return {
    groupOf: of,
    levels: trees.map(({ levelOf }, column) => nodesOf(column).map((node) => levelOf[node] ?? 0)),
    loss: totalLoss(losses),
    granularity: granularity(losses),
  };
}
