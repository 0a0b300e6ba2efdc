// How fast a census-like table is measured and made to hold k, l and t, with what is lost, against every node of the lattice.
import { codedHierarchy } from '../../datasets/privacy/enforcement/coded-hierarchy.ts';
import { generalizeLocally } from '../../datasets/privacy/enforcement/multidimensional/generalize-locally.ts';
import type { PrivacyModels } from '../../datasets/privacy/enforcement/privacy-models.ts';
import { quasiTuples } from '../../datasets/privacy/enforcement/quasi-tuples.ts';
import { searchLattice } from '../../datasets/privacy/enforcement/search-lattice.ts';
import { closeness } from '../../datasets/privacy/models/closeness.ts';
import { distinctDiversity, entropyDiversity } from '../../datasets/privacy/models/diversity.ts';
import { classesOf } from '../../datasets/privacy/models/equivalence-classes.ts';
import { reidentificationRisks } from '../../datasets/privacy/models/reidentification-risks.ts';
import { sensitiveCounts } from '../../datasets/privacy/models/sensitive-counts.ts';
import { searchExhaustively } from '../../test/datasets/privacy/enforcement/search-exhaustively.ts';
import type { Findings } from '../measurement.ts';
import { median } from '../median.ts';
import { censusHierarchies } from '../privacy/census-hierarchies.ts';
import { censusRows, drawCensus } from '../privacy/census-table.ts';

const seed = 1994;
const runs = 7;
const names = Object.keys(censusHierarchies) as (keyof typeof censusHierarchies)[];
const onlyK: PrivacyModels = { k: 11, sensitive: [] };
const withLt: PrivacyModels = { k: 11, sensitive: [{ diversity: 'distinct', l: 2, t: 0.2, ground: 'equal' }] };

/** Milliseconds and seconds are medians; losses are of the optimum at k = 11, and of the least of all nodes. */
export async function run(): Promise<Findings> {
  const { quasi, salary, hierarchies } = codedCensus();
  const task = (models: PrivacyModels) => ({
    tuples: quasiTuples(quasi, models.sensitive.length > 0 ? [salary] : [], censusRows),
    hierarchies,
    models,
    maySuppress: Math.floor(censusRows * 0.05),
  });
  const metrics = timed(3 * runs, () => measure(quasi, salary));
  const k11 = timed(runs, () => searchLattice(task(onlyK)));
  const klt = timed(runs, () => searchLattice(task(withLt)));
  const local = timed(3, () => generalizeLocally(task(onlyK)));
  const localKlt = timed(1, () => generalizeLocally(task(withLt)));
  console.error('privacy: now every node of the lattice, twice');
  const all = searchExhaustively(task(onlyK));
  const allLt = searchExhaustively(task(withLt));
  assertSame(k11.result?.loss, all?.loss);
  assertSame(klt.result?.loss, allLt?.loss);
  return {
    seed,
    figures: {
      metricsMs: round(metrics.milliseconds),
      enforceK11Seconds: round(k11.milliseconds / 1000),
      enforceKltSeconds: round(klt.milliseconds / 1000),
      informationLoss: round(k11.result?.loss ?? Number.NaN),
      exhaustiveLoss: round(all?.loss ?? Number.NaN),
      informationLossKlt: round(klt.result?.loss ?? Number.NaN),
      exhaustiveLossKlt: round(allLt?.loss ?? Number.NaN),
      latticeNodes: all?.nodes ?? 0,
      multidimensionalSeconds: round(local.milliseconds / 1000),
      granularity: round(local.result?.granularity ?? Number.NaN),
      granularityKlt: round(localKlt.result?.granularity ?? Number.NaN),
    },
    notes: {
      table: `${censusRows} people drawn to the published marginals of UCI Adult (complete rows) with plausible dependencies, ${metrics.result.classes} classes of which ${metrics.result.unique} hold one person (Adult itself: 18,109 and 14,021); hierarchies as customary for Adult, 2 to 5 levels`,
      metricsMs: 'k, distinct and entropy l, t and the three risks, from coded columns in memory; one thread',
      enforceKltSeconds: 'k = 11, distinct l = 2, t = 0.2 on the salary class, 5 % suppression',
      granularity: 'k = 11; nobody is suppressed in this mode',
      peer: 'ARX 3.9.2 was not run beside it here',
    },
  };
}

/** The two multiply columns in different orders: beyond twelve digits they need not agree. */
function assertSame(searched: number | undefined, least: number | undefined): void {
  if (Math.abs((searched ?? Number.NaN) - (least ?? Number.NaN)) < 1e-12) return;
  throw new Error(`expected the least loss of all nodes, ${least}, from the search, got ${searched}`);
}

function codedCensus() {
  const people = drawCensus(seed);
  const hierarchies = names.map((name) => {
    const rows: readonly (readonly string[])[] = censusHierarchies[name];
    const coarser = (rows[0] ?? []).slice(1).map((_, level) => rows.map((row) => row[level + 1]));
    return codedHierarchy(rows.length, coarser);
  });
  const quasi = names.map((name) => {
    const codes = new Map(censusHierarchies[name].map(([value], code) => [value, code]));
    return Int32Array.from(people, (person) => codes.get(person[name]) ?? 0);
  });
  return { quasi, hierarchies, salary: Int32Array.from(people, ({ salary }) => (salary === '>50K' ? 1 : 0)) };
}

function measure(quasi: readonly Int32Array[], salary: Int32Array) {
  const { of, sizes } = classesOf(quasi, salary.length);
  const counts = sensitiveCounts({ of, sizes }, salary);
  return {
    classes: sizes.length,
    unique: sizes.filter((size) => size === 1).length,
    l: distinctDiversity(counts),
    entropyL: entropyDiversity(counts),
    t: closeness(counts, 'equal'),
    risks: reidentificationRisks(sizes, sizes, 0.09),
  };
}

function timed<T>(times: number, work: () => T): { milliseconds: number; result: T } {
  const taken: number[] = [];
  let result = work();
  for (let turn = 0; turn < times; turn++) {
    const started = performance.now();
    result = work();
    taken.push(performance.now() - started);
  }
  return { milliseconds: median(taken), result };
}

const round = (value: number) => Number(value.toPrecision(6));
