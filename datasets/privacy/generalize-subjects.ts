// Generalizes quasi-identifiers with the least loss found until no more subjects must be left out than the policy allows.
import type { Engine } from '../engines/engine.ts';
import type { Expression } from '../engines/expression.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { Hierarchies } from '../policy/hierarchy-file.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { type ChosenLevels, chooseLevels, type ShownColumn, shownColumns } from './choose-levels.ts';
import { levelLabel } from './enforcement/level-names.ts';
import { readPeople } from './read-people.ts';
import type { ShownTables } from './shown-columns.ts';
import { writeShown } from './write-shown.ts';

/** What generalization took away, over the included subjects. */
export type Generalized = {
  method: ExtractPolicy['privacy']['method'];
  /** (∏(1 + share))^(1/d) - 1 over quasi-identifiers. */
  loss: number;
  /** By quasi-identifier; null where each class has a level of its own. */
  levels: Readonly<Record<string, number | null>>;
  /** Whether no full-domain generalization loses less. */
  proven: boolean;
};

export type Reached = { suppressed: number; tables: readonly CompiledTable[]; generalized: Generalized | undefined };

type Task = {
  policy: ExtractPolicy;
  shown: ShownTables;
  hierarchies: Hierarchies;
  sensitive: Record<string, Expression>;
  atMost: number;
  /** Classifies by what tables show and leaves out who must be; answers how many. */
  suppress: (tables: readonly CompiledTable[]) => Promise<number>;
};

/**
 * A subject who is left out takes along all who share rows with it or point at it, which no search over classes foresees. Where more
 * fall than the policy allows, the search is asked for less suppression: in the end for none, when nobody can be taken along.
 */
export async function generalize(
  engine: Engine,
  { policy, shown, hierarchies, sensitive, atMost, suppress }: Task,
): Promise<Reached> {
  const people = await readPeople(engine, policy, shown.quasi, sensitive);
  const columns = shownColumns(people, hierarchies);
  for (let maySuppress = atMost; ; maySuppress = Math.floor(maySuppress / 2)) {
    const chosen = chooseLevels(people, columns, policy, maySuppress);
    await writeShown(engine, people, columns, chosen);
    const suppressed = await suppress(shown.tables);
    if (suppressed > atMost && maySuppress > 0) continue;
    return {
      suppressed,
      tables: labelled(shown.tables, columns, chosen),
      generalized: describe(policy, columns, chosen),
    };
  }
}

function labelled(
  tables: readonly CompiledTable[],
  columns: readonly ShownColumn[],
  { levels }: ChosenLevels,
): CompiledTable[] {
  const labels = new Map(
    columns.map(({ column: { path, own, hierarchy } }, position) => {
      const level = levels[position] ?? 0;
      const told = typeof level === 'number' ? levelLabel(hierarchy, level) : 'levels by class';
      return [path, [own.label, told].filter((part) => part !== '').join(', ')];
    }),
  );
  return tables.map((table) => ({
    ...table,
    columns: table.columns.map((each) => ({
      ...each,
      label: labels.get(`${table.name}.${each.output}`) ?? each.label,
    })),
  }));
}

function describe(
  { privacy }: ExtractPolicy,
  columns: readonly ShownColumn[],
  { levels, loss, proven }: ChosenLevels,
): Generalized {
  return {
    method: privacy.method,
    loss,
    levels: Object.fromEntries(
      columns.map(({ column: { path } }, position) => {
        const level = levels[position] ?? 0;
        return [path, typeof level === 'number' ? level : null];
      }),
    ),
    proven,
  };
}
