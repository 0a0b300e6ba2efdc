// Grows one shallow regression tree over binned features, level by level.
import { type BinnedFeature, binCodes as codes } from './binned-features.ts';

const depth = 3;
/** Nodes with a split; node n has children 2n+1 and 2n+2, and those beyond are leaves. */
export const splits = 2 ** depth - 1;
/** Regularisation of a leaf, and the least weight on either side of a split. */
const lambda = 1;
const leastWeight = 1;
/** Splits that differ by less are alike: the first one stays. */
const leastGain = 1e-9;
/** Every bin is at most this: all rows go to the left. */
const noCut = 255;

/** Rows of `feature` with a bin above `cut` go right. */
export type Tree = { features: Int32Array; cuts: Uint8Array; leaves: Float64Array };

export type Slopes = { gradients: Float64Array; weights: Float64Array };

export const childOf = (
  { features, cuts }: Tree,
  node: number,
  binned: readonly BinnedFeature[],
  row: number,
): number => 2 * node + ((binned[features[node] ?? 0]?.[row] ?? 0) > (cuts[node] ?? noCut) ? 2 : 1);

/** Answers the node where each row ends, too. */
export function growTree(binned: readonly BinnedFeature[], slopes: Slopes): { tree: Tree; nodes: Int32Array } {
  const tree: Tree = {
    features: new Int32Array(splits),
    cuts: new Uint8Array(splits).fill(noCut),
    leaves: new Float64Array(splits + 1),
  };
  const nodes = new Int32Array(slopes.gradients.length);
  for (let first = 0; first < splits; first = 2 * first + 1) {
    splitLevel(tree, first, binned, slopes, nodes);
    for (let row = 0; row < nodes.length; row++) nodes[row] = childOf(tree, nodes[row] ?? 0, binned, row);
  }
  const sums = new Float64Array(2 * (splits + 1));
  for (let row = 0; row < nodes.length; row++) {
    const at = 2 * ((nodes[row] ?? 0) - splits);
    sums[at] = (sums[at] ?? 0) + (slopes.gradients[row] ?? 0);
    sums[at + 1] = (sums[at + 1] ?? 0) + (slopes.weights[row] ?? 0);
  }
  for (let leaf = 0; leaf <= splits; leaf++)
    tree.leaves[leaf] = -(sums[2 * leaf] ?? 0) / ((sums[2 * leaf + 1] ?? 0) + lambda);
  return { tree, nodes };
}

/** Gives each node of the level that starts at `first` the split that lowers the loss most, if one does. */
function splitLevel(
  tree: Tree,
  first: number,
  binned: readonly BinnedFeature[],
  slopes: Slopes,
  nodes: Int32Array,
): void {
  const gains = new Float64Array(first + 1);
  const { gradients, weights } = slopes;
  const offsets = nodes.map((node) => 2 * codes * (node - first));
  const sums = new Float64Array(2 * codes * (first + 1));
  for (const [feature, bins] of binned.entries()) {
    sums.fill(0);
    for (let row = 0; row < bins.length; row++) {
      const at = (offsets[row] ?? 0) + 2 * (bins[row] ?? 0);
      sums[at] = (sums[at] ?? 0) + (gradients[row] ?? 0);
      sums[at + 1] = (sums[at + 1] ?? 0) + (weights[row] ?? 0);
    }
    for (let place = 0; place <= first; place++) {
      const best = bestCut(sums.subarray(2 * codes * place, 2 * codes * (place + 1)));
      if (best.gain <= (gains[place] ?? 0) + leastGain) continue;
      gains[place] = best.gain;
      tree.features[first + place] = feature;
      tree.cuts[first + place] = best.cut;
    }
  }
}

/** `sums` are gradient and weight by bin. */
function bestCut(sums: Float64Array): { gain: number; cut: number } {
  let [gradient, weight] = [0, 0];
  for (let code = 0; code < codes; code++) {
    gradient += sums[2 * code] ?? 0;
    weight += sums[2 * code + 1] ?? 0;
  }
  const whole = (gradient * gradient) / (weight + lambda);
  const best = { gain: 0, cut: noCut };
  let [left, leftWeight] = [0, 0];
  for (let cut = 0; cut < codes - 1; cut++) {
    left += sums[2 * cut] ?? 0;
    leftWeight += sums[2 * cut + 1] ?? 0;
    if (leftWeight < leastWeight || weight - leftWeight < leastWeight) continue;
    const right = gradient - left;
    const gain = (left * left) / (leftWeight + lambda) + (right * right) / (weight - leftWeight + lambda) - whole;
    if (gain > best.gain + leastGain) {
      best.gain = gain;
      best.cut = cut;
    }
  }
  return best;
}
