// Reads every subject of the source as enforcement sees it: coded quasi-identifiers and sensitive values, and who is included.
import type { CodedColumn } from '../engines/coded-column.ts';
import type { Cell, Engine } from '../engines/engine.ts';
import { cast, column, type Expression, equal, integer, isNull } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import { includedTable, membersTable, rowColumn, sourceRow, sourceTable } from '../working-tables.ts';
import type { QuasiColumn } from './shown-columns.ts';
import { withSensitive } from './subject-sensitive.ts';

export type PeopleColumn = {
  column: QuasiColumn;
  /** Different values of the column, as text. */
  leaves: readonly (string | null)[];
  /** Of each subject: a leaf, or the number of a set for a column of another table. */
  codes: Int32Array;
  /** Leaves in each set, ascending; undefined for a column of the subjects' own table. */
  sets: readonly Int32Array[] | undefined;
};

/** Subjects in the order of their rows. */
export type People = {
  /** Read only where levels are chosen group by group: millions of row numbers are dear. */
  rows: readonly Cell[];
  included: Uint8Array;
  quasi: readonly PeopleColumn[];
  sensitive: readonly Int32Array[];
};

export async function readPeople(
  engine: Engine,
  { subject, privacy }: Pick<ExtractPolicy, 'subject' | 'privacy'>,
  quasi: readonly QuasiColumn[],
  sensitive: Record<string, Expression>,
): Promise<People> {
  const own = quasi.filter(({ table }) => table === subject.table);
  const hasSets = own.length < quasi.length;
  const [rows, missing, unit, ...others] = await engine.codes({
    from: { relation: sourceTable(subject.table), as: 's' },
    joins: [
      leftOn(includedTable, 'i', sourceRow),
      ...(hasSets ? [leftOn(membersTable, 'm', sourceRow)] : []),
      ...(Object.keys(sensitive).length > 0 ? [withSensitive('s', rowColumn)] : []),
      ...joinsOf(own),
    ],
    select: {
      row: privacy.method === 'multidimensional' ? sourceRow : integer(0),
      missing: isNull(column('i', 'row', 'integer')),
      unit: hasSets ? column('m', 'unit', 'integer') : integer(0),
      ...Object.fromEntries(own.map((each) => [each.path, cast(each.own.value, 'text')])),
      ...sensitive,
    },
    orderBy: [sourceRow],
  });
  const columns: PeopleColumn[] = [];
  for (const each of quasi) {
    const coded = others[own.indexOf(each)];
    if (coded) columns.push({ column: each, leaves: textsOf(coded), codes: coded.codes, sets: undefined });
    else columns.push(await readSets(engine, each, unit));
  }
  return {
    rows: rows?.values ?? [],
    included: Uint8Array.from(missing?.codes ?? [], (code) => (missing?.values[code] === false ? 1 : 0)),
    quasi: columns,
    sensitive: others.slice(own.length).map(({ codes }) => codes),
  };
}

/** A column of another table: a subject's value is the set of what its unit has there, which may be empty. */
async function readSets(engine: Engine, each: QuasiColumn, unit: CodedColumn | undefined): Promise<PeopleColumn> {
  const value = cast(each.own.value, 'text');
  const ofUnit = column('m', 'unit', 'integer');
  const found: Relation = {
    from: { relation: sourceTable(each.table), as: 's' },
    joins: [{ ...leftOn(membersTable, 'm', sourceRow), how: 'inner' }, ...joinsOf([each])],
    distinct: true,
    select: { unit: ofUnit, value },
    orderBy: [ofUnit, value],
  };
  const [units, values] = await engine.codes(found);
  const elementsOf = new Map<Cell, number[]>();
  for (const [position, code] of (units?.codes ?? new Int32Array()).entries()) {
    const name = units?.values[code] ?? null;
    const leaf = values?.codes[position] ?? 0;
    const known = elementsOf.get(name);
    if (known) known.push(leaf);
    else elementsOf.set(name, [leaf]);
  }
  const numbers = new Map<string, number>();
  const sets: Int32Array[] = [];
  const numberOf = (elements: readonly number[]) => {
    const sorted = Int32Array.from(elements).sort();
    const known = numbers.get(sorted.join());
    if (known !== undefined) return known;
    numbers.set(sorted.join(), sets.length);
    return sets.push(sorted) - 1;
  };
  const ofCode = (unit?.values ?? []).map((name) => numberOf(elementsOf.get(name) ?? []));
  const codes = (unit?.codes ?? new Int32Array()).map((code) => ofCode[code] ?? 0);
  return { column: each, leaves: values ? textsOf(values) : [], codes, sets };
}

/** Several columns may reach their values through one join. */
export const joinsOf = (columns: readonly QuasiColumn[]): Join[] => [
  ...new Map(columns.flatMap(({ own }) => (own.joins ?? []).map((join) => [join.as, join]))).values(),
];

const leftOn = (relation: string, as: string, row: Expression<'integer'>): Join => ({
  how: 'left',
  relation,
  as,
  on: equal(column(as, 'row', 'integer'), row),
});

const textsOf = ({ values }: CodedColumn): (string | null)[] =>
  values.map((value) => (value === null ? null : String(value)));
