// Puts units in the order in which they are taken, so that every start of it has the shares of the whole.
import type { Engine } from '../engines/engine.ts';
import {
  add,
  cast,
  coalesce,
  column,
  concatText,
  count,
  type Expression,
  equal,
  floorDivide,
  integer,
  month,
  multiply,
  runningSumWithin,
  sortedSet,
  subtract,
  sum,
  text,
  year,
} from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { separator } from '../keys/keyed-hash.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import type { Stratum } from '../policy/subset-declaration.ts';
import { membersTable, orderedUnitsTable, sourceRow, sourceTable, unitsTable } from '../working-tables.ts';

const unit = column('u', 'unit', 'integer');
const subjects = column('u', 'subjects', 'integer');
const ticket = column('u', 'ticket', 'text');
const stratum = column('u', 'stratum', 'text');

/**
 * Fills the table of ordered units. A unit's stratum is the set of its values in each declared column; its place is how far
 * through its stratum its subjects stand when that is walked in the order of tickets. Taken in the order of places, every
 * stratum has given the same share of itself at any moment, within one unit.
 */
export async function orderUnits(engine: Engine, policy: ExtractPolicy, columns: SourceColumns): Promise<void> {
  const { strata } = policy.subject;
  const sets = strata.map((each, position): Join => {
    const as = `set ${position}`;
    return {
      how: 'left',
      as,
      relation: setsOfUnits(each, columns),
      on: equal(column(as, 'unit', 'integer'), unit),
    };
  });
  const parts = strata.flatMap((_, position) => [
    text(separator),
    coalesce(column(`set ${position}`, 'values', 'text'), text('')),
  ]);
  const inStrata: Relation = {
    from: { relation: unitsTable, as: 'u' },
    joins: [...sets, { how: 'left', relation: rowsOfUnits, as: 'n', on: equal(column('n', 'unit', 'integer'), unit) }],
    select: {
      unit,
      ticket,
      subjects,
      rows: coalesce(column('n', 'rows', 'integer'), integer(0)),
      stratum: concatText(text(''), ...parts),
    },
  };
  const total: Relation = {
    from: { relation: inStrata, as: 'u' },
    groupBy: [stratum],
    select: { stratum, subjects: sum(subjects) },
  };
  const before = subtract(runningSumWithin([stratum], subjects, ticket), subjects);
  // The middle of the unit, in billionths of its stratum.
  const middle = multiply(add(multiply(before, integer(2)), subjects), integer(1_000_000_000));
  await engine.create(orderedUnitsTable, {
    from: { relation: inStrata, as: 'u' },
    joins: [{ how: 'inner', relation: total, as: 't', on: equal(column('t', 'stratum', 'text'), stratum) }],
    select: {
      unit,
      ticket,
      subjects,
      rows: column('u', 'rows', 'integer'),
      place: floorDivide(middle, multiply(column('t', 'subjects', 'integer'), integer(2))),
    },
  });
}

const rowsOfUnits: Relation = {
  from: { relation: membersTable, as: 'm' },
  groupBy: [column('m', 'unit', 'integer')],
  select: { unit: column('m', 'unit', 'integer'), rows: count() },
};

function setsOfUnits(declared: Stratum, columns: SourceColumns): Relation {
  const [table, name] = splitColumnPath(declared.column);
  const value = column('s', name, columns.get(table)?.get(name)?.type ?? 'text');
  const told = coalesce(shown(value, declared.by), text('\u001e'));
  return {
    from: { relation: sourceTable(table), as: 's' },
    joins: [{ how: 'inner', relation: membersTable, as: 'm', on: equal(column('m', 'row', 'integer'), sourceRow) }],
    groupBy: [column('m', 'unit', 'integer')],
    select: { unit: column('m', 'unit', 'integer'), values: sortedSet(told) },
  };
}

function shown(value: Expression, by: Stratum['by']): Expression<'text'> {
  if (by === undefined) return cast(value, 'text');
  const date = value as Expression<'date' | 'timestamp'>;
  const years = cast(year(date), 'text');
  return by === 'year' ? years : concatText(years, text('-'), cast(month(date), 'text'));
}
