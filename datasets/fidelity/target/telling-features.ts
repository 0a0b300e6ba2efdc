// Finds features that are the answer in disguise.
import { orderingOf } from './auc.ts';
import type { Examples } from './feature-matrix.ts';

/** No honest column puts nearly all rows in order by itself. */
const tellingFrom = 0.98;

/**
 * Both sides without the features by which alone, rising or falling, the source's answers come out in order: what is known only
 * when the answer is (arrears after a default) makes every model perfect, and says nothing of what can be learned.
 */
export function withoutTelling(source: Examples, extract: Examples): [source: Examples, extract: Examples] {
  const folds = new Uint8Array(source.rows);
  const isTelling = source.values.map((values) => {
    const scores = values.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
    const auc = orderingOf({ scores, answers: source.answers, folds }) ?? 0.5;
    return Math.max(auc, 1 - auc) >= tellingFrom;
  });
  const honest = (each: Examples) => ({ ...each, values: each.values.filter((_, feature) => !isTelling[feature]) });
  return [honest(source), honest(extract)];
}
