// Chooses the subjects of an extract: within the budget, closed over relations, in classes of at least k.
import type { Engine } from '../engines/engine.ts';
import { column, count, equal } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { closeRows } from '../subset/close-rows.ts';
import { drawUnits } from '../subset/draw-units.ts';
import type { CompiledTable } from '../transforms/compile-tables.ts';
import { includedTable, outputTable, rowColumn, sourceTable } from '../working-tables.ts';
import { kOf } from './gate.ts';
import { classifySubjects, type QuasiValues } from './subject-classes.ts';
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
      quasiValues(policy, tables, fromSource),
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
    quasiValues(policy, tables, fromOutput),
    rowsOf((isFinished ? outputTable : sourceTable)(table)),
  );
}

const rowsOf = (relation: Relation): Relation => ({
  from: { relation, as: 's' },
  select: { row: column('s', rowColumn, 'integer') },
});

function quasiValues(
  { privacy }: ExtractPolicy,
  tables: readonly CompiledTable[],
  read: (table: CompiledTable, columns: readonly string[]) => Relation,
): QuasiValues[] {
  const paths = privacy.quasiIdentifiers === 'none' ? [] : privacy.quasiIdentifiers.map(splitColumnPath);
  return tables.flatMap((table) => {
    const columns = paths.filter(([name]) => name === table.name).map(([, output]) => output);
    return columns.length === 0 ? [] : [{ table: table.name, relation: read(table, columns), columns }];
  });
}

/** Every row of the source, chosen or not: what a class will hold is worked out before anything is replaced. */
function fromSource(table: CompiledTable, outputs: readonly string[]): Relation {
  const columns = table.columns.filter(({ output }) => outputs.includes(output));
  return {
    from: { relation: sourceTable(table.name), as: 's' },
    joins: columns.flatMap(({ joins = [] }) => joins),
    select: {
      row: column('s', rowColumn, 'integer'),
      ...Object.fromEntries(columns.map(({ output, value }) => [output, value])),
    },
  };
}

function fromOutput(table: CompiledTable, outputs: readonly string[]): Relation {
  const columns = table.columns.filter(({ output }) => outputs.includes(output));
  return {
    from: { relation: outputTable(table.name), as: 's' },
    select: {
      row: column('s', rowColumn, 'integer'),
      ...Object.fromEntries(columns.map(({ output, value }) => [output, column('s', output, value.type)])),
    },
  };
}
