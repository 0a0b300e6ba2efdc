// Tells whether a group of tuples may be shown as one class, against the whole table as it is.
import { boundOf } from '../../models/equivalence-classes.ts';
import { through } from '../../models/number-pairs.ts';
import { holdsAlone, type PrivacyModels, type SensitiveModel } from '../privacy-models.ts';
import type { QuasiTuples } from '../quasi-tuples.ts';
import { tallier } from './tally.ts';

/** Answers for members whose records are known to be at least k. Nothing is suppressed in this mode, so the whole never moves. */
export type GroupCheck = (members: Int32Array) => boolean;

export function groupCheck(tuples: QuasiTuples, { sensitive }: PrivacyModels): GroupCheck {
  const checks = sensitive.map((model, position) => attributeCheck(tuples, tuples.sensitive[position], model));
  return (members) => checks.every((check) => check(members));
}

function attributeCheck(
  { counts, records }: QuasiTuples,
  codeOf: Int32Array = new Int32Array(counts.length),
  model: SensitiveModel,
): GroupCheck {
  const totals = new Int32Array(boundOf(codeOf));
  for (const [tuple, code] of codeOf.entries()) totals[code] = (totals[code] ?? 0) + (counts[tuple] ?? 0);
  const tally = tallier(totals.length);
  return (members) => {
    const { codes, sums } = tally(through(members, codeOf), through(members, counts));
    return holdsAlone({ codes, counts: sums, totals, records }, model);
  };
}
