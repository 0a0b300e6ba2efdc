// Chooses the subjects of an extract: within the budget, closed over relations, in classes of at least k.
import type { Engine } from '../engines/engine.ts';
import { column, count, equal } from '../engines/expression.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { closeRows } from '../subset/close-rows.ts';
import { drawUnits } from '../subset/draw-units.ts';
import type { CompiledTable } from '../transforms/compile-tables.ts';
import { includedTable, outputTable, populationTable, rowColumn, sourceTable } from '../working-tables.ts';
import { kOf } from './gate-bounds.ts';
import { classifySubjects } from './subject-classes.ts';
import { fromOutput, fromSource, rowsOf, valuesOf } from './subject-values.ts';
import { suppressSmallClasses } from './suppress.ts';

type Choice = { policy: ExtractPolicy; needed: SourceColumns; tables: readonly CompiledTable[]; refuse: RefusePolicy };

/** `included` may exceed `chosen`: a reference brings in subjects of other units. */
export async function chooseSubjects(
  engine: Engine,
  { policy, needed, tables, refuse }: Choice,
): Promise<{ chosen: number; suppressed: number; included: number }> {
  const { subject, privacy } = policy;
  const chosen = await drawUnits(engine, policy, needed, refuse);
  let suppressed = 0;
  if (privacy.quasiIdentifiers === 'none') await closeRows(engine);
  else {
    await classifySubjects(
      engine,
      subject.table,
      valuesOf(quasiPaths(policy), tables, fromSource),
      rowsOf(sourceTable(subject.table)),
    );
    suppressed = await suppressSmallClasses(engine, kOf(policy), Math.floor(chosen * privacy.suppression));
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
  return { chosen, suppressed, included: Number(included) };
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
