// Cuts a small pool of tuples into groups of at least k: each grows from one tuple by whatever costs it least (k-member clustering).
import type { TupleSpace } from './tuple-groups.ts';
import { meet } from './value-tree.ts';

type Part = { members: number[]; size: number; nodes: Int32Array; shares: number };

/** Pool members by part, with the sum of their costs. Undefined where the pool falls into no parts or costs `enough` and more. */
export function growParts(
  space: TupleSpace,
  pool: Int32Array,
  seed: number,
  k: number,
  enough: number,
): { parts: Int32Array[]; cost: number } | undefined {
  const { counts } = space.tuples;
  const open = [...pool];
  const parts: Part[] = [];
  let left = open.reduce((sum, tuple) => sum + (counts[tuple] ?? 0), 0);
  let start = seed;
  let cost = 0;
  while (left >= k) {
    const part = partOf(space, takeAt(open, start));
    while (part.size < k) join(space, part, takeAt(open, cheapest(space, part, open)));
    left -= part.size;
    parts.push(part);
    cost += part.size * part.shares;
    // What joins a part later only makes it dearer.
    if (cost >= enough) return undefined;
    start = farthest(space, part, open);
  }
  for (const tuple of open) {
    const home = cheapestHome(space, parts, tuple);
    if (!home) return undefined;
    join(space, home, tuple);
  }
  cost = parts.reduce((sum, { size, shares }) => sum + size * shares, 0);
  return cost < enough ? { parts: parts.map(({ members }) => Int32Array.from(members)), cost } : undefined;
}

function takeAt(open: number[], position: number): number {
  const [tuple = 0] = open.splice(position, 1);
  return tuple;
}

function partOf({ tuples: { quasi, counts }, trees }: TupleSpace, tuple: number): Part {
  const nodes = Int32Array.from(trees, (_, position) => quasi[position]?.[tuple] ?? 0);
  return { members: [tuple], size: counts[tuple] ?? 0, nodes, shares: 0 };
}

function join(space: TupleSpace, part: Part, tuple: number): void {
  part.members.push(tuple);
  part.size += space.tuples.counts[tuple] ?? 0;
  part.shares = 0;
  for (const [position, tree] of space.trees.entries()) {
    const node = meet(tree, part.nodes[position] ?? 0, space.tuples.quasi[position]?.[tuple] ?? 0);
    part.nodes[position] = node;
    part.shares += tree.shareOf[node] ?? 0;
  }
}

/** Sum of shares once the tuple has joined. */
function sharesWith({ tuples: { quasi }, trees }: TupleSpace, { nodes }: Part, tuple: number, enough: number): number {
  let shares = 0;
  for (let position = 0; position < trees.length && shares < enough; position++) {
    const tree = trees[position];
    const leaf = quasi[position]?.[tuple] ?? 0;
    if (tree) shares += tree.shareOf[meet(tree, nodes[position] ?? 0, leaf)] ?? 0;
  }
  return shares;
}

function cheapest(space: TupleSpace, part: Part, open: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  let found = 0;
  for (let position = 0; position < open.length; position++) {
    const shares = sharesWith(space, part, open[position] ?? 0, least);
    if (shares < least) [least, found] = [shares, position];
  }
  return found;
}

function farthest(space: TupleSpace, part: Part, open: readonly number[]): number {
  let most = -1;
  let found = 0;
  for (let position = 0; position < open.length; position++) {
    const shares = sharesWith(space, part, open[position] ?? 0, Number.POSITIVE_INFINITY);
    if (shares > most) [most, found] = [shares, position];
  }
  return found;
}

function cheapestHome(space: TupleSpace, parts: readonly Part[], tuple: number): Part | undefined {
  const records = space.tuples.counts[tuple] ?? 0;
  let least = Number.POSITIVE_INFINITY;
  let found: Part | undefined;
  for (const part of parts) {
    const shares = sharesWith(space, part, tuple, Number.POSITIVE_INFINITY);
    const added = shares * (part.size + records) - part.shares * part.size;
    if (added < least) [least, found] = [added, part];
  }
  return found;
}
