// Chooses on which level each quasi-identifier is shown, for all subjects alike or group by group.
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { Hierarchies } from '../policy/hierarchy-file.ts';
import { type CodedHierarchy, codedHierarchy } from './enforcement/coded-hierarchy.ts';
import { levelNames } from './enforcement/level-names.ts';
import { generalizeLocally } from './enforcement/multidimensional/generalize-locally.ts';
import type { PrivacyModels } from './enforcement/privacy-models.ts';
import { quasiTuples } from './enforcement/quasi-tuples.ts';
import { type EnforcementTask, searchLattice } from './enforcement/search-lattice.ts';
import { kOf } from './gate-bounds.ts';
import { classesOf } from './models/equivalence-classes.ts';
import { through } from './models/number-pairs.ts';
import type { People, PeopleColumn } from './read-people.ts';

/** What a column shows: `names[level][leaf]`. */
export type ShownColumn = PeopleColumn & { names: (string | null)[][]; hierarchy: CodedHierarchy };

export type ChosenLevels = {
  /** Per quasi-identifier: the level for all, or one for each included subject in their order (-1 for one who is suppressed). */
  levels: readonly (number | Int32Array)[];
  loss: number;
  /** False where the search was stopped first, or nothing holds the models. */
  proven: boolean;
};

export function modelsOf(policy: Pick<ExtractPolicy, 'privacy'>): PrivacyModels {
  const { sensitive } = policy.privacy;
  return {
    k: kOf(policy),
    sensitive: (sensitive === 'none' ? [] : sensitive).map(({ l, diversity, c, t, ordered }) => ({
      ...{ l, diversity, c, t },
      ground: ordered ? 'ordered' : 'equal',
    })),
  };
}

export function shownColumns(people: People, hierarchies: Hierarchies): ShownColumn[] {
  return people.quasi.map((each) => {
    const names = levelNames(each.leaves, each.column.hierarchy, hierarchies, each.column.refuse);
    const coarser = names.slice(1);
    const hierarchy = each.sets
      ? codedHierarchy(
          each.sets.length,
          coarser.map((level) => each.sets?.map((set) => nameOfSet(set, level)) ?? []),
          false,
        )
      : codedHierarchy(each.leaves.length, coarser);
    return { ...each, names, hierarchy };
  });
}

/** Sets become coarser with their elements; that there are none is never hidden by it. */
function nameOfSet(set: Int32Array, names: readonly (string | null)[]): string {
  return JSON.stringify([...new Set(Array.from(set, (leaf) => names[leaf] ?? null))].sort());
}

export function chooseLevels(
  people: People,
  columns: readonly ShownColumn[],
  policy: Pick<ExtractPolicy, 'privacy'>,
  maySuppress: number,
): ChosenLevels {
  const included = Int32Array.from(people.included.keys().filter((record) => people.included[record]));
  const pick = (codes: Int32Array) => through(included, codes);
  const sensitive = people.sensitive.map(pick);
  const task = { hierarchies: columns.map(({ hierarchy }) => hierarchy), models: modelsOf(policy), maySuppress };
  const tuples = quasiTuples(
    columns.map(({ codes }) => pick(codes)),
    sensitive,
    included.length,
  );
  const local = policy.privacy.method === 'multidimensional' && columns.some(({ sets }) => !sets);
  const ofOthers = !local || columns.some(({ sets }) => sets);
  const found = ofOthers ? searchLattice({ ...task, tuples }) : undefined;
  const whole = {
    levels: found?.levels ?? columns.map(({ hierarchy }) => hierarchy.levels.length - 1),
    loss: found?.loss ?? 1,
    proven: found?.proven ?? false,
  };
  return local ? withinGroups({ ...task, tuples }, columns, whole, tuples.of) : whole;
}

/** Own columns group by group; columns of other tables as for all, so that subjects who differ there share no group. */
function withinGroups(
  task: EnforcementTask,
  columns: readonly ShownColumn[],
  whole: ChosenLevels,
  tupleOf: Int32Array,
): ChosenLevels {
  const { tuples, hierarchies } = task;
  const own = [...columns.keys()].filter((position) => !columns[position]?.sets);
  const others = [...columns.keys()].filter((position) => columns[position]?.sets);
  const fixed = others.map((position) => {
    const level = hierarchies[position]?.levels[Number(whole.levels[position])];
    return through(tuples.quasi[position] ?? new Int32Array(), level?.of ?? new Int32Array());
  });
  const blocks = classesOf(fixed, tuples.counts.length).of;
  const found = generalizeLocally(
    {
      ...task,
      tuples: { ...tuples, quasi: own.map((position) => tuples.quasi[position] ?? new Int32Array()) },
      hierarchies: own.flatMap((position) => hierarchies[position] ?? []),
    },
    blocks,
  );
  if (!found) return whole;
  const groupOf = through(tupleOf, found.groupOf);
  const levels = columns.map((_, position) => {
    const at = own.indexOf(position);
    const ofGroup = found.levels[at];
    return ofGroup ? groupOf.map((group) => (group < 0 ? -1 : (ofGroup[group] ?? 0))) : (whole.levels[position] ?? 0);
  });
  return { levels, loss: found.loss, proven: false };
}
