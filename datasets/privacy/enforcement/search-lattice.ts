// Finds the full-domain generalization with the least loss that holds the privacy models: branch and bound over the lattice.
import { through } from '../models/number-pairs.ts';
import { gatherCounts } from '../models/sensitive-counts.ts';
import type { CodedHierarchy } from './coded-hierarchy.ts';
import { columnLoss, totalLoss } from './information-loss.ts';
import { groupNothing, type PrefixGroups, rollUp } from './prefix-groups.ts';
import { holdingClasses, type PrivacyModels } from './privacy-models.ts';
import type { QuasiTuples } from './quasi-tuples.ts';
import { type Suffixes, suffixesOf } from './suffix-index.ts';

export type EnforcementTask = {
  tuples: QuasiTuples;
  /** One per quasi-identifier. */
  hierarchies: readonly CodedHierarchy[];
  models: PrivacyModels;
  /** Most records that may be suppressed. */
  maySuppress: number;
};

export type FullDomainOptimum = {
  /** Of each quasi-identifier. */
  levels: readonly number[];
  loss: number;
  suppressed: number;
  /** False where the search had to stop first: then nothing better was found, but something may exist. */
  proven: boolean;
};

/** Entries rolled up before a search stops: a few minutes. A count, not a time, so that every machine finds the same. */
const defaultEffort = 4e9;

/**
 * Undefined where no generalization holds. Columns are decided one after another, the widest domain first. Two facts cut branches,
 * and both stay true with l and t, which can only suppress more:
 * 1. A class of the columns decided so far that is below k stays below k however it is split: its records are lost in the whole
 *    branch, and on every finer level of its last column. So coarse levels come first, and the first that loses too many ends them.
 * 2. The loss with what is lost so far, and every column not yet decided kept as it is, is a lower bound of the branch.
 * Of equal losses the first found stays.
 */
export function searchLattice(task: EnforcementTask, effort = defaultEffort): FullDomainOptimum | undefined {
  return new LatticeSearch(task, effort).run();
}

class LatticeSearch {
  readonly #task: EnforcementTask;
  readonly #order: readonly number[];
  readonly #hierarchies: readonly CodedHierarchy[];
  readonly #suffixes: Suffixes;
  /** The groups by the first column, the first two, …; the level decided for each. */
  readonly #path: PrefixGroups[];
  readonly #levels: number[] = [];
  #effort: number;
  #best: Omit<FullDomainOptimum, 'proven'> | undefined;

  constructor(task: EnforcementTask, effort: number) {
    const { hierarchies, tuples } = task;
    const leavesOf = (position: number) => hierarchies[position]?.leaves ?? 0;
    this.#task = task;
    this.#order = [...hierarchies.keys()].sort((a, b) => leavesOf(b) - leavesOf(a));
    this.#hierarchies = this.#order.flatMap((position) => hierarchies[position] ?? []);
    this.#suffixes = suffixesOf(tuples, this.#order);
    this.#path = [groupNothing(this.#suffixes, tuples.counts, tuples.records)];
    this.#effort = effort;
  }

  run(): FullDomainOptimum | undefined {
    this.#descend();
    return this.#best && { ...this.#best, proven: this.#effort > 0 };
  }

  #descend(): void {
    const depth = this.#levels.length;
    const groups = this.#path[depth];
    const hierarchy = this.#hierarchies[depth];
    const suffix = this.#suffixes.columns[depth];
    if (!groups) return;
    if (!hierarchy || !suffix) {
      this.#finish(groups);
      return;
    }
    const { models, maySuppress } = this.#task;
    for (const [level, to] of [...hierarchy.levels.entries()].reverse()) {
      if (this.#effort <= 0) return;
      this.#effort -= groups.counts.length;
      const next = rollUp(groups, suffix, to, models.k, maySuppress);
      if (!next) return;
      this.#path.push(next);
      this.#levels.push(level);
      if (!this.#best || this.#lossOf(next.sizes) < this.#best.loss) this.#descend();
      this.#path.pop();
      this.#levels.pop();
    }
  }

  #finish(groups: PrefixGroups): void {
    const { models, maySuppress, tuples } = this.#task;
    const counts = this.#suffixes.sensitive.map((codes) => {
      const codeOf = through(groups.restOf, codes);
      return gatherCounts({ classOf: groups.classOf, codeOf, counts: groups.counts }, groups.sizes.length);
    });
    const holds = holdingClasses(groups.sizes, counts, models);
    const kept = groups.sizes.map((size, each) => (holds[each] ? size : 0));
    const suppressed = tuples.records - sum(kept);
    const loss = this.#lossOf(kept);
    if (suppressed > maySuppress || (this.#best && loss >= this.#best.loss)) return;
    const levels: number[] = [];
    for (const [at, position] of this.#order.entries()) levels[position] = this.#levels[at] ?? 0;
    this.#best = { levels, loss, suppressed };
  }

  /** With `kept` records of each class, all others suppressed and every undecided column as it is. */
  #lossOf(kept: Int32Array): number {
    const { records } = this.#task.tuples;
    const suppressed = records - sum(kept);
    const losses: number[] = [];
    let sizes = kept;
    for (const [depth, { leaves, levels }] of [...this.#hierarchies.entries()].reverse()) {
      let covered = suppressed * (leaves - 1);
      const groups = this.#path[depth + 1];
      const level = levels[this.#levels[depth] ?? 0];
      if (groups && level) {
        const before = new Int32Array(this.#path[depth]?.sizes.length ?? 0);
        for (const [each, size] of sizes.entries()) {
          covered += size * ((level.leavesUnder[groups.codeOf[each] ?? 0] ?? 1) - 1);
          const parent = groups.parentOf[each] ?? 0;
          before[parent] = (before[parent] ?? 0) + size;
        }
        sizes = before;
      }
      losses.push(columnLoss(covered, records, leaves));
    }
    return totalLoss(losses);
  }
}

const sum = (counts: Int32Array): number => counts.reduce((total, count) => total + count, 0);
