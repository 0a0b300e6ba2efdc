// The area under the ROC curve, with a bootstrap interval.

export type Scores = {
  /** Whatever grows with how likely a yes is. */
  scores: Float64Array;
  answers: Uint8Array;
  /** Scores of two folds come from two models, so only rows of one fold are held against each other. */
  folds: Uint8Array;
};

export type Interval = { auc: number; low: number; high: number };

const resamples = 1000;

/**
 * The share of pairs of a positive and a negative row, both of one fold, that the scores put in order; ties count half. The
 * interval holds the middle 95 % of the figure over resamples of the rows. Undefined without such a pair.
 */
export function measureAuc(scored: Scores, draw: (bound: number) => number): Interval | undefined {
  const order = inOrder(scored);
  const size = order.length;
  const auc = orderingOf(scored, order);
  if (auc === undefined) return undefined;
  const drawn: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const weights = new Float64Array(size);
    for (let row = 0; row < size; row++) {
      const place = draw(size);
      weights[place] = (weights[place] ?? 0) + 1;
    }
    const again = concordance(scored, order, weights);
    if (again !== undefined) drawn.push(again);
  }
  const sorted = drawn.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? auc;
  return { auc, low: at(0.025), high: at(0.975) };
}

/** The figure alone. */
export function orderingOf(scored: Scores, order = inOrder(scored)): number | undefined {
  return concordance(scored, order, new Float64Array(order.length).fill(1));
}

/** Rows by fold, then by score. */
function inOrder({ scores, folds }: Scores): Int32Array {
  return Int32Array.from(scores.keys()).sort(
    (a, b) => (folds[a] ?? 0) - (folds[b] ?? 0) || compare(scores[a] ?? 0, scores[b] ?? 0) || a - b,
  );
}

/** Infinities included, whose difference is no number. */
const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

function concordance({ scores, answers, folds }: Scores, order: Int32Array, weights: Float64Array): number | undefined {
  let [ordered, pairs] = [0, 0];
  let [positives, negatives] = [0, 0];
  for (let at = 0; at < order.length; ) {
    const row = order[at] ?? 0;
    const [score, fold] = [scores[row], folds[row]];
    let [tiedPositives, tiedNegatives] = [0, 0];
    for (; at < order.length && scores[order[at] ?? 0] === score && folds[order[at] ?? 0] === fold; at++) {
      const weight = weights[order[at] ?? 0] ?? 0;
      if (answers[order[at] ?? 0] === 1) tiedPositives += weight;
      else tiedNegatives += weight;
    }
    ordered += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    if (at < order.length && folds[order[at] ?? 0] === fold) continue;
    pairs += positives * negatives;
    [positives, negatives] = [0, 0];
  }
  return pairs === 0 ? undefined : ordered / pairs;
}
