// Checks k, l, t and the risks of re-identification over the classes of people in the finished tables.
import type { CodedColumn } from '../engines/coded-column.ts';
import type { Engine } from '../engines/engine.ts';
import { column, type Expression, equal, integer } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SensitiveAttribute } from '../policy/privacy-declaration.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import {
  classesTable,
  includedTable,
  outputTable,
  populationTable,
  rowColumn,
  sourceTable,
} from '../working-tables.ts';
import { classifyFinished, classifyPopulation } from './choose-subjects.ts';
import { classesOf, type EquivalenceClasses, sizesWithin } from './models/equivalence-classes.ts';
import { type ReidentificationRisks, reidentificationRisks } from './models/reidentification-risks.ts';
import { type SensitiveCounts, sensitiveCounts } from './models/sensitive-counts.ts';
import { classifySubjects } from './subject-classes.ts';
import { fromOutput, rowsOf, valuesOf } from './subject-values.ts';

export type SubjectClasses = {
  /** People in the extract, by class of their quasi-identifiers; all are one class where none is declared. */
  classes: EquivalenceClasses;
  /** The values of each sensitive attribute inside the classes, in the order of the policy. */
  sensitive: readonly { declared: SensitiveAttribute; counts: SensitiveCounts }[];
  /** With every subject of the source as the population; undefined without quasi-identifiers. */
  risks: ((threshold: number) => ReidentificationRisks) | undefined;
};

/** Reads everything anew from the finished tables: the gate trusts nothing that was worked out before. */
export async function readSubjectClasses(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
): Promise<SubjectClasses> {
  const hasQuasi = policy.privacy.quasiIdentifiers !== 'none';
  await classifyFinished(engine, policy, tables);
  const attributes = policy.privacy.sensitive === 'none' ? [] : policy.privacy.sensitive;
  const attributeTables = await Promise.all(attributes.map((each, at) => readable(engine, policy, tables, each, at)));
  const subjects: Relation = hasQuasi ? classesTable : subjectRows(policy, tables);
  const columns = await engine.codes({
    from: { relation: subjects, as: 'c' },
    joins: [isIncluded, ...attributeTables.map(({ join }) => join)],
    select: {
      class: hasQuasi ? column('c', 'class', 'text') : integer(0),
      ...Object.fromEntries(attributeTables.map(({ value }, at) => [`attribute ${at}`, value])),
    },
  });
  const [quasi, ...sensitive] = columns;
  const records = quasi?.codes.length ?? 0;
  const classes = classesOf(quasi ? [quasi.codes] : [], records);
  return {
    classes,
    sensitive: attributes.map((declared, at) => ({
      declared,
      counts: sensitiveCounts(classes, sensitive[at]?.codes ?? new Int32Array(records)),
    })),
    risks: hasQuasi ? await readRisks(engine, policy, tables) : undefined,
  };
}

const isIncluded: Join = {
  how: 'semi',
  relation: includedTable,
  as: 'i',
  on: equal(column('i', 'row', 'integer'), column('c', 'row', 'integer')),
};

/** Subjects whose own table leaves nothing are classified all the same, by what leaves of them elsewhere. */
function subjectRows({ subject }: ExtractPolicy, tables: readonly CompiledTable[]): Relation {
  const isFinished = tables.some(({ name }) => name === subject.table);
  return rowsOf((isFinished ? outputTable : sourceTable)(subject.table));
}

/** An attribute of the subjects' own table with its type, so that codes follow its order; of another table the set of its values. */
async function readable(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
  { column: path }: SensitiveAttribute,
  at: number,
): Promise<{ join: Join; value: Expression }> {
  const [table, output] = splitColumnPath(path);
  const as = `a${at}`;
  const { subject } = policy;
  if (table === subject.table) {
    const type = tables.find(({ name }) => name === table)?.columns.find((each) => each.output === output)?.value.type;
    const on = equal(column(as, rowColumn, 'integer'), column('c', 'row', 'integer'));
    return {
      join: { how: 'left', relation: outputTable(table), as, on },
      value: column(as, output, type ?? 'text'),
    };
  }
  const into = `sensitive ${at}`;
  await classifySubjects(
    engine,
    subject.table,
    valuesOf([path], tables, fromOutput),
    subjectRows(policy, tables),
    into,
  );
  const on = equal(column(as, 'row', 'integer'), column('c', 'row', 'integer'));
  return { join: { how: 'left', relation: into, as, on }, value: column(as, 'class', 'text') };
}

/** Classes of the release beside the same classes of the whole source. */
async function readRisks(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
): Promise<(threshold: number) => ReidentificationRisks> {
  await classifyPopulation(engine, policy, tables);
  const released: Relation = {
    from: { relation: classesTable, as: 'c' },
    joins: [isIncluded],
    select: { class: column('c', 'class', 'text'), released: integer(1) },
  };
  const others: Relation = {
    from: { relation: populationTable, as: 'c' },
    joins: [{ ...isIncluded, how: 'anti' }],
    select: { class: column('c', 'class', 'text'), released: integer(0) },
  };
  const [classColumn, flag] = await engine.codes({ unionAll: [released, others] });
  const population = classesOf(classColumn ? [classColumn.codes] : [], classColumn?.codes.length ?? 0);
  const within = sizesWithin(population, marks(flag));
  return (threshold) => reidentificationRisks(within, population.sizes, threshold);
}

const marks = (flag: CodedColumn | undefined): Uint8Array =>
  Uint8Array.from(flag?.codes ?? [], (code) => (Number(flag?.values[code]) === 1 ? 1 : 0));
