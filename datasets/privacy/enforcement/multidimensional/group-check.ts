// Tells whether a group of tuples may be shown as one class, against the whole table as it is.
import { boundOf } from '../../models/equivalence-classes.ts';
import { holdsAlone, type PrivacyModels, type SensitiveModel } from '../privacy-models.ts';
import type { QuasiTuples } from '../quasi-tuples.ts';

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
  // One row of counters serves all calls: it is all zero between them.
  const counters = new Int32Array(totals.length);
  return (members) => {
    const found: number[] = [];
    for (const tuple of members) {
      const code = codeOf[tuple] ?? 0;
      if (counters[code] === 0) found.push(code);
      counters[code] = (counters[code] ?? 0) + (counts[tuple] ?? 0);
    }
    const codes = Int32Array.from(found).sort();
    const held = codes.map((code) => counters[code] ?? 0);
    for (const code of codes) counters[code] = 0;
    return holdsAlone({ codes, counts: held, totals, records }, model);
  };
}
