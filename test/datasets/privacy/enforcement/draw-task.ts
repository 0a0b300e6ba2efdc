// Draws small enforcement tasks, so that a search can be held against every node of its lattice.
import { codedHierarchy } from '../../../../datasets/privacy/enforcement/coded-hierarchy.ts';
import type { PrivacyModels } from '../../../../datasets/privacy/enforcement/privacy-models.ts';
import { quasiTuples } from '../../../../datasets/privacy/enforcement/quasi-tuples.ts';
import type { EnforcementTask } from '../../../../datasets/privacy/enforcement/search-lattice.ts';
import { drawTable } from '../models/draw-table.ts';

export type TaskShape = {
  seed: number;
  records: number;
  /** Of each quasi-identifier. */
  leaves: readonly number[];
  /** Of each sensitive attribute. */
  values: readonly number[];
  models: PrivacyModels;
  suppression: number;
};

/** Values lean towards 0, as real ones lean towards the usual; every second and every sixth leaf share coarser values. */
export function drawTask({ seed, records, leaves, values, models, suppression }: TaskShape): EnforcementTask {
  const cardinalities = [...leaves, ...values];
  const one = drawTable({ seed, records, cardinalities });
  const other = drawTable({ seed: seed + 1000, records, cardinalities });
  const columns = one.map((codes, at) => codes.map((code, record) => Math.min(code, other[at]?.[record] ?? code)));
  const hierarchies = leaves.map((count) => {
    const all = Array.from({ length: count }, (_, leaf) => leaf);
    const steps = [2, 6].filter((width) => width < count);
    return codedHierarchy(count, [
      ...steps.map((width) => all.map((leaf) => Math.floor(leaf / width))),
      all.map(() => '*'),
    ]);
  });
  return {
    tuples: quasiTuples(columns.slice(0, leaves.length), columns.slice(leaves.length), records),
    hierarchies,
    models,
    maySuppress: Math.floor(records * suppression),
  };
}
