// A hierarchy as a tree of values, for finding the finest value that two values share.
import type { CodedHierarchy } from '../coded-hierarchy.ts';

/** Nodes are numbered level by level: those of level 0 are the leaf codes themselves, the last is the root. */
export type ValueTree = {
  readonly leaves: number;
  readonly levelOf: Int32Array;
  readonly parentOf: Int32Array;
  /** Some leaf under each node. */
  readonly leafUnder: Int32Array;
  /** (leaves under the node - 1) ÷ (leaves - 1): what the node costs a record. */
  readonly shareOf: Float64Array;
  /** `nodeOf[level * leaves + leaf]` is the leaf's node on that level. */
  readonly nodeOf: Int32Array;
};

export function valueTree({ leaves, levels }: CodedHierarchy): ValueTree {
  const nodes = levels.reduce((sum, { leavesUnder }) => sum + leavesUnder.length, 0);
  const tree = {
    leaves,
    levelOf: new Int32Array(nodes),
    parentOf: new Int32Array(nodes),
    leafUnder: new Int32Array(nodes),
    shareOf: new Float64Array(nodes),
    nodeOf: new Int32Array(levels.length * leaves),
  };
  let base = 0;
  for (const [level, { of, leavesUnder }] of levels.entries()) {
    const above = base + leavesUnder.length;
    for (let leaf = leaves - 1; leaf >= 0; leaf--) {
      const node = base + (of[leaf] ?? 0);
      tree.nodeOf[level * leaves + leaf] = node;
      tree.levelOf[node] = level;
      tree.leafUnder[node] = leaf;
      tree.shareOf[node] = leaves < 2 ? 0 : ((leavesUnder[of[leaf] ?? 0] ?? 1) - 1) / (leaves - 1);
      tree.parentOf[node] = level + 1 < levels.length ? above + (levels[level + 1]?.of[leaf] ?? 0) : node;
    }
    base = above;
  }
  return tree;
}

/** The finest value that covers both. */
export function meet({ leaves, levelOf, parentOf, leafUnder, nodeOf }: ValueTree, a: number, b: number): number {
  const leaf = leafUnder[b] ?? 0;
  const level = levelOf[b] ?? 0;
  let node = a;
  for (let at = levelOf[node] ?? 0; at < level || nodeOf[at * leaves + leaf] !== node; at++) node = parentOf[node] ?? 0;
  return node;
}
