// The multidimensional mode: groups of records that are shown alike, each column as fine as its own group allows.
import { columnLoss, granularity, totalLoss } from '../information-loss.ts';
import type { EnforcementTask } from '../search-lattice.ts';
import { groupCheck } from './group-check.ts';
import { recut } from './recut.ts';
import { specialize } from './specialize.ts';
import { groupOf, type TupleGroup, type TupleSpace } from './tuple-groups.ts';
import { valueTree } from './value-tree.ts';

export type LocalGeneralization = {
  /** The group of each tuple, -1 where it is suppressed. */
  readonly groupOf: Int32Array;
  /** Per quasi-identifier, the level on which each group shows it: all members lie under one value there. */
  readonly levels: readonly Int32Array[];
  readonly loss: number;
  readonly granularity: number;
};

/**
 * Cuts from the top (Mondrian over hierarchies: LeFevre et al., 2006), improved by cutting neighbouring pairs anew. Tuples of
 * different `blocks` share no group: they differ in something that is not generalized here. Only a block that cannot hold the
 * models as one group is suppressed; undefined where all are. Groups that come to show the same values are one class in the
 * release, and hold what each of them holds: the distances of t are convex, and diversity of a union is never below that of its
 * worst part.
 */
export function generalizeLocally(task: EnforcementTask, blocks?: Int32Array): LocalGeneralization | undefined {
  const { tuples, hierarchies, models } = task;
  const space: TupleSpace = { tuples, trees: hierarchies.map(valueTree) };
  const mayStand = groupCheck(tuples, models);
  const groups = membersOf(blocks ?? new Int32Array(tuples.counts.length)).flatMap((members) => {
    const block = groupOf(space, members);
    if (block.size < models.k || !mayStand(members)) return [];
    const cut = specialize({ space, hierarchies, k: models.k, mayStand }, block);
    return recut({ space, k: models.k, mayStand }, cut);
  });
  return groups.length === 0 ? undefined : shownAs(space, groups);
}

function membersOf(blocks: Int32Array): Int32Array[] {
  const members = new Map<number, number[]>();
  for (const [tuple, block] of blocks.entries()) {
    const known = members.get(block);
    if (known) known.push(tuple);
    else members.set(block, [tuple]);
  }
  return members
    .values()
    .map((each) => Int32Array.from(each))
    .toArray();
}

function shownAs({ tuples, trees }: TupleSpace, groups: readonly TupleGroup[]): LocalGeneralization {
  const of = new Int32Array(tuples.counts.length).fill(-1);
  for (const [number, { members }] of groups.entries()) for (const tuple of members) of[tuple] = number;
  const suppressed = tuples.records - groups.reduce((sum, { size }) => sum + size, 0);
  const nodesOf = (column: number) => Int32Array.from(groups, ({ nodes }) => nodes[column] ?? 0);
  const losses = trees.map(({ leaves, shareOf }, column) => {
    // Shares are whole numbers of leaves: multiplied back, the sum is exact in any order.
    const covered = nodesOf(column).reduce(
      (sum, node, number) => sum + (groups[number]?.size ?? 0) * Math.round((shareOf[node] ?? 0) * (leaves - 1)),
      suppressed * (leaves - 1),
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
