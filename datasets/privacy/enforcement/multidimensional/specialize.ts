// Cuts a table into groups from the top: each cut shows one column finer wherever enough records share the finer value.
import type { CodedHierarchy } from '../coded-hierarchy.ts';
import type { GroupCheck } from './group-check.ts';
import { groupOf, type TupleGroup, type TupleSpace } from './tuple-groups.ts';

export type CutTask = {
  space: TupleSpace;
  hierarchies: readonly CodedHierarchy[];
  k: number;
  mayStand: GroupCheck;
};

type Cut = { column: number; level: number; score: number };

/** Cuts looked at to their very end before one is taken: the first is the greedy choice. */
const pilots = 3;
/** Above so many tuples the greedy choice is taken: there a pilot would cost as much as all below it together. */
const pilotTuples = 60_000;

/** `group` may stand itself; so may every group of the answer. */
export function specialize(task: CutTask, group: TupleGroup): TupleGroup[] {
  const looked = group.members.length <= pilotTuples ? pilots : 1;
  let best: TupleGroup[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const parts of cutsOf(task, group).take(looked)) {
    const cost = looked === 1 ? 0 : greedyCost(task, parts, least);
    if (cost < least) [least, best] = [cost, parts];
  }
  return best ? best.flatMap((part) => specialize(task, part)) : [group];
}

/** What the parts cost when each is cut by its best score again and again; stops counting at `enough`. */
function greedyCost(task: CutTask, parts: readonly TupleGroup[], enough: number): number {
  let cost = 0;
  for (const part of parts) {
    const [finer] = cutsOf(task, part).take(1);
    cost += finer ? greedyCost(task, finer, enough - cost) : part.cost;
    if (cost >= enough) return cost;
  }
  return cost;
}

/** The parts of each cut that comes to something, by falling score. */
function* cutsOf(task: CutTask, group: TupleGroup): Generator<TupleGroup[]> {
  for (const cut of scoredCuts(task, group)) {
    const parts = partsOf(task, group, cut);
    if (parts.length > 1) yield parts;
  }
}

/** Every level of every column below what the group shows, best first. */
function scoredCuts({ space, hierarchies, k }: CutTask, group: TupleGroup): Cut[] {
  const cuts: Cut[] = [];
  for (const [column, { leaves, levels }] of hierarchies.entries()) {
    const tree = space.trees[column];
    if (!tree) continue;
    const node = group.nodes[column] ?? 0;
    const sizes = leafSizes(space, column, group.members, leaves);
    for (let level = (tree.levelOf[node] ?? 0) - 1; level >= 0; level--) {
      const to = levels[level];
      if (!to) continue;
      const at = new Int32Array(to.leavesUnder.length);
      for (let leaf = 0; leaf < leaves; leaf++) {
        const code = to.of[leaf] ?? 0;
        at[code] = (at[code] ?? 0) + (sizes[leaf] ?? 0);
      }
      const score = scoreOf(at, to.leavesUnder, { k, size: group.size, share: tree.shareOf[node] ?? 0, leaves });
      if (score > 0) cuts.push({ column, level, score });
    }
  }
  return cuts.sort((a, b) => b.score - a.score || a.column - b.column || a.level - b.level);
}

function leafSizes({ tuples }: TupleSpace, column: number, members: Int32Array, leaves: number): Int32Array {
  const codes = tuples.quasi[column] ?? new Int32Array();
  const sizes = new Int32Array(leaves);
  for (const tuple of members) {
    const leaf = codes[tuple] ?? 0;
    sizes[leaf] = (sizes[leaf] ?? 0) + (tuples.counts[tuple] ?? 0);
  }
  return sizes;
}

/**
 * What a cut takes off the cost of a record, per bit by which it splits: only log2(size ÷ k) bits can be spent before groups get
 * too small, and a column of two values costs one bit to show wholly, a column of a hundred nearly seven.
 */
function scoreOf(
  sizes: Int32Array,
  leavesUnder: Int32Array,
  { k, size, share, leaves }: { k: number; size: number; share: number; leaves: number },
): number {
  const own = ownParts(sizes, k);
  if (own.length === 0) return 0;
  let gained = 0;
  let bits = 0;
  let rest = size;
  for (const code of own) {
    const part = sizes[code] ?? 0;
    gained += part * (share - ((leavesUnder[code] ?? 1) - 1) / Math.max(1, leaves - 1));
    bits -= (part / size) * Math.log2(part / size);
    rest -= part;
  }
  if (rest > 0) bits -= (rest / size) * Math.log2(rest / size);
  // Nearly even ratios go to the larger gain: a cut that splits hardly anything brings hardly anything forward.
  return gained / size / (bits + 0.02) ** 0.8;
}

/** Values with k records of their own; what remains stays coarse together, and takes the smallest of these until it has k too. */
function ownParts(sizes: Int32Array, k: number): number[] {
  const large: number[] = [];
  let rest = 0;
  for (const [code, size] of sizes.entries())
    if (size >= k) large.push(code);
    else rest += size;
  if (rest === 0 || rest >= k) return large;
  large.sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0) || a - b);
  let taken = 0;
  while (rest < k && taken < large.length) rest += sizes[large[taken++] ?? 0] ?? 0;
  return large.slice(taken);
}

/** The groups that a cut makes; parts that may not stand alone stay with the rest. One group only where the cut comes to nothing. */
function partsOf(
  { space, hierarchies, k, mayStand }: CutTask,
  group: TupleGroup,
  { column, level }: Cut,
): TupleGroup[] {
  const codes = space.tuples.quasi[column] ?? new Int32Array();
  const to = hierarchies[column]?.levels[level];
  if (!to) return [group];
  const sizes = new Int32Array(to.leavesUnder.length);
  for (const tuple of group.members) {
    const code = to.of[codes[tuple] ?? 0] ?? 0;
    sizes[code] = (sizes[code] ?? 0) + (space.tuples.counts[tuple] ?? 0);
  }
  const own = new Map(ownParts(sizes, k).map((code) => [code, [] as number[]]));
  const rest: number[] = [];
  for (const tuple of group.members) (own.get(to.of[codes[tuple] ?? 0] ?? 0) ?? rest).push(tuple);
  const parts: Int32Array[] = [];
  for (const members of own.values()) {
    const part = Int32Array.from(members);
    if (mayStand(part)) parts.push(part);
    else rest.push(...members);
  }
  // A rest that may not stand is joined by the parts before it, the last first, until it may: the whole group may.
  let left = Int32Array.from(rest);
  while (left.length > 0 && parts.length > 0 && !(sizeOf(space, left) >= k && mayStand(left)))
    left = Int32Array.from([...left, ...(parts.pop() ?? [])]);
  return [...parts, ...(left.length > 0 ? [left.sort()] : [])].map((members) => groupOf(space, members));
}

function sizeOf({ tuples }: TupleSpace, members: Int32Array): number {
  let size = 0;
  for (const tuple of members) size += tuples.counts[tuple] ?? 0;
  return size;
}
