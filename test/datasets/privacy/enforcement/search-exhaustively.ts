// The least loss over every node of a lattice, each worked out from the tuples anew: what a search with pruning must find.
import { columnLoss, totalLoss } from '../../../../datasets/privacy/enforcement/information-loss.ts';
import { holdingClasses } from '../../../../datasets/privacy/enforcement/privacy-models.ts';
import type { EnforcementTask } from '../../../../datasets/privacy/enforcement/search-lattice.ts';
import { classesOf } from '../../../../datasets/privacy/models/equivalence-classes.ts';
import { gatherCounts } from '../../../../datasets/privacy/models/sensitive-counts.ts';

/** Undefined where no node holds. `ties` are the level vectors of that least loss. */
export function searchExhaustively(task: EnforcementTask) {
  let least = Number.POSITIVE_INFINITY;
  let ties: number[][] = [];
  let nodes = 0;
  for (const levels of vectors(task.hierarchies.map((hierarchy) => hierarchy.levels.length))) {
    nodes++;
    const found = measureNode(task, levels);
    if (found.suppressed > task.maySuppress || found.loss > least) continue;
    ties = found.loss === least ? [...ties, levels] : [levels];
    least = found.loss;
  }
  return ties.length === 0 ? undefined : { loss: least, ties, nodes };
}

/** Loss and suppressed records of one node; Infinity as loss where small classes alone are more than may be suppressed. */
export function measureNode({ tuples, hierarchies, models, maySuppress }: EnforcementTask, levels: readonly number[]) {
  const generalized = hierarchies.map(({ levels: all }, position) => {
    const level = all[levels[position] ?? 0];
    return (tuples.quasi[position] ?? new Int32Array()).map((leaf) => level?.of[leaf] ?? 0);
  });
  const { of, sizes: different } = classesOf(generalized, tuples.counts.length);
  const sizes = new Int32Array(different.length);
  for (const [tuple, each] of of.entries()) sizes[each] = (sizes[each] ?? 0) + (tuples.counts[tuple] ?? 0);
  const small = sizes.reduce((sum, size) => (size < models.k ? sum + size : sum), 0);
  if (small > maySuppress) return { loss: Number.POSITIVE_INFINITY, suppressed: small };
  const counts = tuples.sensitive.map((codeOf) =>
    gatherCounts({ classOf: of, codeOf, counts: tuples.counts }, sizes.length),
  );
  const holds = holdingClasses(sizes, counts, models);
  const suppressed = sizes.reduce((sum, size, each) => (holds[each] ? sum : sum + size), 0);
  const losses = hierarchies.map(({ leaves, levels: all }, position) => {
    let covered = suppressed * (leaves - 1);
    for (const [tuple, code] of (generalized[position] ?? new Int32Array()).entries())
      if (holds[of[tuple] ?? 0])
        covered += (tuples.counts[tuple] ?? 0) * ((all[levels[position] ?? 0]?.leavesUnder[code] ?? 1) - 1);
    return columnLoss(covered, tuples.records, leaves);
  });
  return { loss: totalLoss(losses), suppressed };
}

function* vectors(bounds: readonly number[]): Generator<number[]> {
  const [bound, ...others] = bounds;
  if (bound === undefined) yield [];
  else for (let level = 0; level < bound; level++) for (const rest of vectors(others)) yield [level, ...rest];
}
