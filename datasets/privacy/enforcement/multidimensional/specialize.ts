// Cuts a table into groups from the top: each cut shows one column finer wherever enough records share the finer value.
import { through } from '../../models/number-pairs.ts';
import type { CodedHierarchy } from '../coded-hierarchy.ts';
import { type Cut, ownParts, scoreOf } from './cut-score.ts';
import type { GroupCheck } from './group-check.ts';
import { type Tallier, type Tally, tallier } from './tally.ts';
import { groupOf, joined, type TupleGroup, type TupleSpace } from './tuple-groups.ts';

export type CutTask = { space: TupleSpace; hierarchies: readonly CodedHierarchy[]; k: number; mayStand: GroupCheck };

/** Cuts looked at to their very end before one is taken: the first is the greedy choice. */
const pilots = 3;
/** Above so many tuples the greedy choice is taken: there a pilot would cost as much as all below it together. */
const pilotTuples = 60_000;

/** `group` may stand itself; so may every group of the answer. */
export function specialize(task: CutTask, group: TupleGroup): TupleGroup[] {
  return new Specialization(task).cut(group);
}

class Specialization {
  readonly #task: CutTask;
  readonly #talliers: readonly Tallier[];

  constructor(task: CutTask) {
    this.#task = task;
    this.#talliers = task.hierarchies.map(({ leaves }) => tallier(leaves));
  }

  cut(group: TupleGroup): TupleGroup[] {
    const looked = group.members.length <= pilotTuples ? pilots : 1;
    let best: TupleGroup[] | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const parts of this.#cuts(group).take(looked)) {
      const cost = looked === 1 ? 0 : this.#greedyCost(parts, least);
      if (cost < least) [least, best] = [cost, parts];
    }
    return best ? best.flatMap((part) => this.cut(part)) : [group];
  }

  /** What the parts cost when each is cut by its best score again and again; stops counting at `enough`. */
  #greedyCost(parts: readonly TupleGroup[], enough: number): number {
    let cost = 0;
    for (const part of parts) {
      const [finer] = this.#cuts(part).take(1);
      cost += finer ? this.#greedyCost(finer, enough - cost) : part.cost;
      if (cost >= enough) return cost;
    }
    return cost;
  }

  /** The parts of each cut that comes to something, by falling score. */
  *#cuts(group: TupleGroup): Generator<TupleGroup[]> {
    for (const cut of this.#scoredCuts(group)) {
      const parts = this.#partsOf(group, cut);
      if (parts.length > 1) yield parts;
    }
  }

  /** Every level of every column below what the group shows, best first. */
  #scoredCuts(group: TupleGroup): Cut[] {
    const { space, hierarchies, k } = this.#task;
    const weights = through(group.members, space.tuples.counts);
    const cuts: Cut[] = [];
    for (const [column, { leaves, levels }] of hierarchies.entries()) {
      const tree = space.trees[column];
      const tally = this.#talliers[column];
      if (!tree || !tally) continue;
      const node = group.nodes[column] ?? 0;
      const atLeaves = tally(through(group.members, space.tuples.quasi[column] ?? new Int32Array()), weights);
      const shown = { k, size: group.size, share: tree.shareOf[node] ?? 0, leaves };
      for (let level = (tree.levelOf[node] ?? 0) - 1; level >= 0; level--) {
        const to = levels[level];
        if (!to) continue;
        const sizes = level === 0 ? atLeaves : tally(through(atLeaves.codes, to.of), atLeaves.sums);
        const score = scoreOf(sizes, to.leavesUnder, shown);
        if (score > 0) cuts.push({ column, level, score });
      }
    }
    return cuts.sort((a, b) => b.score - a.score || a.column - b.column || a.level - b.level);
  }

  /** The groups that a cut makes; parts that may not stand stay with the rest. One group where the cut comes to nothing. */
  #partsOf(group: TupleGroup, { column, level }: Cut): TupleGroup[] {
    const { space, hierarchies, k, mayStand } = this.#task;
    const to = hierarchies[column]?.levels[level];
    const tally = this.#talliers[column];
    if (!to || !tally) return [group];
    const codes = through(through(group.members, space.tuples.quasi[column] ?? new Int32Array()), to.of);
    const weights = through(group.members, space.tuples.counts);
    const { own, rest } = divide(group.members, codes, tally(codes, weights), k);
    const parts: Int32Array[] = [];
    for (const members of own)
      if (mayStand(members)) parts.push(members);
      else for (const tuple of members) rest.push(tuple);
    const left = this.#standing(rest, parts);
    const all = left.length > 0 ? [...parts, left] : parts;
    return all.length < 2 ? [group] : all.map((members) => groupOf(space, members));
  }

  /** A rest that may not stand is joined by the parts, the last first, until it may: at the latest as the whole group. */
  #standing(rest: readonly number[], parts: Int32Array[]): Int32Array {
    const { space, k, mayStand } = this.#task;
    const sizeOf = (members: Int32Array) =>
      through(members, space.tuples.counts).reduce((sum, count) => sum + count, 0);
    let left: Int32Array = Int32Array.from(rest);
    while (left.length > 0 && parts.length > 0 && !(sizeOf(left) >= k && mayStand(left)))
      left = joined(left, parts.pop() ?? new Int32Array());
    return left.sort();
  }
}

/** Members by the values that have k records of their own, and all others. */
function divide(
  members: Int32Array,
  codes: Int32Array,
  sizes: Tally,
  k: number,
): { own: Int32Array[]; rest: number[] } {
  const own = new Map(ownParts(sizes, k).map((position) => [sizes.codes[position] ?? 0, [] as number[]]));
  const rest: number[] = [];
  for (const [position, tuple] of members.entries()) (own.get(codes[position] ?? 0) ?? rest).push(tuple);
  return {
    own: own
      .values()
      .map((part) => Int32Array.from(part))
      .toArray(),
    rest,
  };
}
