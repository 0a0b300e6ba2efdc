// Improves groups two by two: neighbours are thrown together and cut anew, wherever that costs less.
import type { GroupCheck } from './group-check.ts';
import { growParts } from './grow-parts.ts';
import { groupOf, joined, sharesOfBoth, type TupleGroup, type TupleSpace } from './tuple-groups.ts';

export type RecutTask = { space: TupleSpace; k: number; mayStand: GroupCheck };

/** With how many neighbours a group is tried, and from how many first members each pair is grown. */
const neighbours = 6;
const seeds = 5;
/** Groups are neighbours only within so many in a row: the cuts from the top have put near ones near each other. */
const blockGroups = 2048;
/** A pair of more tuples is left as it is. */
const pairTuples = 80;

export function recut(task: RecutTask, groups: readonly TupleGroup[]): TupleGroup[] {
  const better: TupleGroup[] = [];
  for (let start = 0; start < groups.length; start += blockGroups)
    better.push(...recutBlock(task, groups.slice(start, start + blockGroups)));
  return better;
}

/** Ends because every step costs less than the one before, and a pair that came to nothing is not tried again. */
function recutBlock(task: RecutTask, block: readonly TupleGroup[]): TupleGroup[] {
  const queue = [...block];
  const numbers = new Map(block.map((group, number) => [group, number]));
  const tried = new Set<number>();
  for (let at = 0; at < queue.length; at++) {
    const group = queue[at];
    const number = group && numbers.get(group);
    if (!group || number === undefined || group.cost === 0) continue;
    for (const other of nearest(task.space, group, numbers.keys())) {
      const pair = pairNumber(number, numbers.get(other) ?? 0);
      if (tried.has(pair)) continue;
      tried.add(pair);
      const parts = cutAnew(task, group, other);
      if (!parts) continue;
      numbers.delete(group);
      numbers.delete(other);
      for (const part of parts) numbers.set(part, queue.push(part) - 1);
      break;
    }
  }
  return [...numbers.keys()];
}

const pairNumber = (a: number, b: number): number => Math.max(a, b) * 2 ** 26 + Math.min(a, b);

/** Those that would cost least more together with the group, nearest first. */
function nearest({ trees }: TupleSpace, group: TupleGroup, others: Iterable<TupleGroup>): TupleGroup[] {
  const found: { other: TupleGroup; added: number }[] = [];
  for (const other of others) {
    if (other === group) continue;
    const worst = found.length < neighbours ? Number.POSITIVE_INFINITY : (found.at(-1)?.added ?? 0);
    const apart = group.cost + other.cost;
    const size = group.size + other.size;
    const added = sharesOfBoth(trees, group.nodes, other.nodes, (worst + apart) / size) * size - apart;
    if (added >= worst) continue;
    let place = found.length;
    while (place > 0 && (found[place - 1]?.added ?? 0) > added) place--;
    found.splice(place, 0, { other, added });
    if (found.length > neighbours) found.pop();
  }
  return found.map(({ other }) => other);
}

/** Grows the pair's members into new groups from several starts; undefined where none costs less than the two. */
function cutAnew({ space, k, mayStand }: RecutTask, a: TupleGroup, b: TupleGroup): TupleGroup[] | undefined {
  if (a.members.length + b.members.length > pairTuples) return undefined;
  const pool = joined(a.members, b.members);
  const step = Math.max(1, Math.floor(pool.length / seeds));
  // A little less is noise of the last digit, and could go round in circles.
  let least = a.cost + b.cost - 1e-9;
  let best: readonly Int32Array[] | undefined;
  for (let seed = 0; seed < pool.length; seed += step) {
    const grown = growParts(space, pool, seed, k, least);
    if (!grown?.parts.every(mayStand)) continue;
    least = grown.cost;
    best = grown.parts;
  }
  return best?.map((members) => groupOf(space, members));
}
