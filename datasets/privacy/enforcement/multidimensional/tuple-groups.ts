// Groups of tuples that are shown alike: each with the finest values that cover its members.
import type { QuasiTuples } from '../quasi-tuples.ts';
import { meet, type ValueTree } from './value-tree.ts';

/** The tuples of a table with the trees of their columns. */
export type TupleSpace = { readonly tuples: QuasiTuples; readonly trees: readonly ValueTree[] };

export type TupleGroup = {
  readonly members: Int32Array;
  /** Records. */
  readonly size: number;
  /** Per column, the finest node that covers all members. */
  readonly nodes: Int32Array;
  /** Records times the sum of shares over columns: what showing them alike costs. */
  readonly cost: number;
};

/** `members` must hold at least one tuple. */
export function groupOf({ tuples, trees }: TupleSpace, members: Int32Array): TupleGroup {
  const nodes = new Int32Array(trees.length);
  let size = 0;
  for (const tuple of members) size += tuples.counts[tuple] ?? 0;
  let shares = 0;
  for (const [position, tree] of trees.entries()) {
    const codes = tuples.quasi[position] ?? new Int32Array();
    let node = codes[members[0] ?? 0] ?? 0;
    for (const tuple of members) node = meet(tree, node, codes[tuple] ?? 0);
    nodes[position] = node;
    shares += tree.shareOf[node] ?? 0;
  }
  return { members, size, nodes, cost: shares * size };
}

export function joined(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Sum of shares of the finest values that cover both; may stop counting at `enough`. */
export function sharesOfBoth(trees: readonly ValueTree[], a: Int32Array, b: Int32Array, enough: number): number {
  let shares = 0;
  for (let position = 0; position < trees.length && shares < enough; position++) {
    const tree = trees[position];
    if (tree) shares += tree.shareOf[meet(tree, a[position] ?? 0, b[position] ?? 0)] ?? 0;
  }
  return shares;
}
