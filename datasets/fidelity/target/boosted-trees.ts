// A small gradient-boosted model of yes or no: Newton boosting of shallow trees (Chen and Guestrin, 2016).
import { binBounds, binFeature } from './binned-features.ts';
import { childOf, growTree, type Slopes, splits, type Tree } from './grow-tree.ts';

const rounds = 80;
const learningRate = 0.1;

export type BoostedTrees = { bounds: Float64Array[]; trees: Tree[]; start: number };

/** `values[feature][row]`, NaN for none; answers are 1 or 0, and both must come. The same rows in the same order: the same model. */
export function trainTrees(values: readonly Float64Array[], answers: Uint8Array, rows: Int32Array): BoostedTrees {
  const bounds = values.map((each) => binBounds(each, rows));
  const binned = values.map((each, feature) => binFeature(each, bounds[feature] ?? new Float64Array(), rows));
  const wanted = Float64Array.from(rows, (row) => answers[row] ?? 0);
  const share = wanted.reduce((total, each) => total + each, 0) / wanted.length;
  const start = Math.log(share / (1 - share));
  const scores = new Float64Array(rows.length).fill(start);
  const trees = Array.from({ length: rounds }, () => {
    const { tree, nodes } = growTree(binned, slopesOf(scores, wanted));
    for (let row = 0; row < scores.length; row++)
      scores[row] = (scores[row] ?? 0) + learningRate * (tree.leaves[(nodes[row] ?? 0) - splits] ?? 0);
    return tree;
  });
  return { bounds, trees, start };
}

/** Log-odds of a yes, in the order of `rows`. */
export function predictTrees(
  { bounds, trees, start }: BoostedTrees,
  values: readonly Float64Array[],
  rows: Int32Array,
): Float64Array {
  const binned = values.map((each, feature) => binFeature(each, bounds[feature] ?? new Float64Array(), rows));
  const scores = new Float64Array(rows.length).fill(start);
  for (const tree of trees)
    for (let row = 0; row < scores.length; row++) {
      let node = 0;
      while (node < splits) node = childOf(tree, node, binned, row);
      scores[row] = (scores[row] ?? 0) + learningRate * (tree.leaves[node - splits] ?? 0);
    }
  return scores;
}

function slopesOf(scores: Float64Array, wanted: Float64Array): Slopes {
  const likely = scores.map((score) => 1 / (1 + Math.exp(-score)));
  return {
    gradients: likely.map((each, row) => each - (wanted[row] ?? 0)),
    weights: likely.map((each) => each * (1 - each)),
  };
}
