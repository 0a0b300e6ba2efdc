// Chooses the subjects of an extract: within the budget, closed over relations, in classes that hold k, l and t.
import type { Engine } from '../engines/engine.ts';
import { column, count, equal } from '../engines/expression.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { Hierarchies } from '../policy/hierarchy-file.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { closeRows } from '../subset/close-rows.ts';
import { drawUnits } from '../subset/draw-units.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { includedTable, outputTable, populationTable, rowColumn, sourceTable } from '../working-tables.ts';
import { modelsOf } from './choose-levels.ts';
import { type Generalized, generalize, type Reached } from './generalize-subjects.ts';
import type { ShownTables } from './shown-columns.ts';
import { classifySubjects } from './subject-classes.ts';
import { gatherSensitive } from './subject-sensitive.ts';
import { fromOutput, fromSource, rowsOf, valuesOf } from './subject-values.ts';
import { suppressFailing } from './suppress.ts';

type Choice = {
  policy: ExtractPolicy;
  needed: SourceColumns;
  shown: ShownTables;
  hierarchies: Hierarchies;
  refuse: RefusePolicy;
};

export type ChosenSubjects = {
  chosen: number;
  suppressed: number;
  /** May exceed `chosen`: a reference brings in subjects of other units. */
  included: number;
  /** What generalization took away; undefined where columns leave as their own rules say. */
  generalized: Generalized | undefined;
};

/** Answers the tables as they leave too: labels say what each quasi-identifier shows. */
export async function chooseSubjects(
  engine: Engine,
  { policy, needed, shown, hierarchies, refuse }: Choice,
): Promise<ChosenSubjects & { tables: readonly CompiledTable[] }> {
  const { subject, privacy } = policy;
  const chosen = await drawUnits(engine, policy, needed, refuse);
  let reached: Reached = { suppressed: 0, tables: shown.tables, generalized: undefined };
  await closeRows(engine);
  if (privacy.quasiIdentifiers !== 'none') {
    const atMost = Math.floor(chosen * privacy.suppression);
    const sensitive = await gatherSensitive(engine, policy, shown.own);
    const asked = { models: modelsOf(policy), sensitive };
    const suppress = async (tables: readonly CompiledTable[]) => {
      const values = valuesOf(quasiPaths(policy), tables, fromSource);
      await classifySubjects(engine, subject.table, values, rowsOf(sourceTable(subject.table)));
      return suppressFailing(engine, asked, atMost);
    };
    reached =
      shown.quasi.length === 0
        ? { ...reached, suppressed: await suppress(shown.tables) }
        : await generalize(engine, { policy, shown, hierarchies, sensitive, atMost, suppress });
  }
  const [[included] = []] = await engine.rows({
    from: { relation: sourceTable(subject.table), as: 's' },
    joins: [
      {
        how: 'semi',
        relation: includedTable,
        as: 'i',
        on: equal(column('i', 'row', 'integer'), column('s', rowColumn, 'integer')),
      },
    ],
    select: { included: count() },
  });
  return { chosen, ...reached, included: Number(included) };
}

/** Classifies once more by the values that leave: the gate trusts nothing that was worked out before. */
export async function classifyFinished(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
): Promise<void> {
  if (policy.privacy.quasiIdentifiers === 'none') return;
  const { table } = policy.subject;
  const isFinished = tables.some(({ name }) => name === table);
  await classifySubjects(
    engine,
    table,
    valuesOf(quasiPaths(policy), tables, fromOutput),
    rowsOf((isFinished ? outputTable : sourceTable)(table)),
  );
}

/** Classifies every subject of the source as if it had been released: the people among whom an attacker must look. */
export async function classifyPopulation(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
): Promise<void> {
  const { table } = policy.subject;
  await classifySubjects(
    engine,
    table,
    valuesOf(quasiPaths(policy), tables, fromSource),
    rowsOf(sourceTable(table)),
    populationTable,
  );
}

const quasiPaths = ({ privacy }: ExtractPolicy): readonly string[] =>
  privacy.quasiIdentifiers === 'none' ? [] : privacy.quasiIdentifiers;
