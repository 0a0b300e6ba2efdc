// Puts every subject into the class of its quasi-identifiers.
import type { Engine } from '../engines/engine.ts';
import { cast, coalesce, column, concatText, type Expression, equal, sortedSet, text } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { separator } from '../keys/keyed-hash.ts';
import { classesTable, membersTable } from '../working-tables.ts';

/** Where to find the values of one table's quasi-identifiers: a relation of `row` with one column each. */
export type QuasiValues = { table: string; relation: Relation; columns: readonly string[] };

/** Null is a value of its own here, so that what is missing forms no class with what is there. */
const shown = (value: Expression) => coalesce(cast(value, 'text'), text('\u001e'));

/**
 * Creates the table of subject rows with their classes. Quasi-identifiers of other tables are what a subject's unit has there:
 * the set of its values.
 */
export async function classifySubjects(
  engine: Engine,
  subjectTable: string,
  values: readonly QuasiValues[],
  subjects: Relation,
  into = classesTable,
): Promise<void> {
  const joins: Join[] = [
    {
      how: 'left',
      relation: membersTable,
      as: 'm',
      on: equal(column('m', 'row', 'integer'), column('t', 'row', 'integer')),
    },
  ];
  const parts: Expression<'text'>[] = [];
  for (const [position, { table, relation, columns }] of values.entries()) {
    const as = `q${position}`;
    const own = table === subjectTable;
    joins.push({
      how: 'left',
      as,
      relation: own ? relation : setsOfUnits(relation, columns),
      on: own
        ? equal(column(as, 'row', 'integer'), column('t', 'row', 'integer'))
        : equal(column(as, 'unit', 'integer'), column('m', 'unit', 'integer')),
    });
    parts.push(...columns.map((name) => shown(column(as, name, 'text'))));
  }
  await engine.create(into, {
    from: { relation: subjects, as: 't' },
    joins,
    select: {
      row: column('t', 'row', 'integer'),
      class: concatText(text(''), ...parts.flatMap((part) => [text(separator), part])),
    },
  });
}

const setsOfUnits = (relation: Relation, columns: readonly string[]): Relation => ({
  from: { relation, as: 'v' },
  joins: [
    {
      how: 'inner',
      relation: membersTable,
      as: 'w',
      on: equal(column('w', 'row', 'integer'), column('v', 'row', 'integer')),
    },
  ],
  groupBy: [column('w', 'unit', 'integer')],
  select: {
    unit: column('w', 'unit', 'integer'),
    ...Object.fromEntries(columns.map((name) => [name, sortedSet(shown(column('v', name, 'text')))])),
  },
});
