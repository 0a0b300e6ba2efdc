// Moves the dates of a subject together by whole weeks: intervals and weekdays stay.

import type { Engine } from '../engines/engine.ts';
import {
  addDays,
  choose,
  column,
  type Expression,
  equal,
  first63Bits,
  integer,
  less,
  modulo,
  multiply,
  subtract,
} from '../engines/expression.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import { shiftsTable, unitsTable } from '../working-tables.ts';
import type { Transform } from './transform.ts';

export const shiftDates: Transform = ({ value, owned, shiftWeeks, table, refuse }) => {
  if (value.type !== 'date' && value.type !== 'timestamp')
    throw refuse(`expected a column of type date or timestamp, got ${value.type}`);
  if (shiftWeeks === 'none') throw refuse('expected subject.shiftWeeks to say by how much, got none');
  if (!owned)
    throw refuse(
      `expected a table whose rows belong to subjects, got ${table}, which no relation but references connects to them`,
    );
  return {
    label: `shiftDates ${shiftWeeks} weeks`,
    preserves: 'withinSubject',
    value: addDays(value as Expression<'date' | 'timestamp'>, column('shift', 'days', 'integer')),
    joins: [
      {
        how: 'left',
        relation: shiftsTable,
        as: 'shift',
        on: equal(column('shift', 'unit', 'integer'), column('i', 'unit', 'integer')),
      },
    ],
  };
};

/** Fills the table of days per unit. */
export async function drawShifts(engine: Engine, weeks: number): Promise<void> {
  const days = shiftDays(column('u', 'ticket', 'text'), weeks);
  await engine.create(shiftsTable, {
    from: { relation: unitsTable, as: 'u' },
    joins: [withKey('shifts')],
    select: { unit: column('u', 'unit', 'integer'), days },
  });
}

/** Days to move a unit by, from its ticket: between one week and `weeks`, either way, never zero. */
function shiftDays(ticket: Expression<'text'>, weeks: number): Expression<'integer'> {
  const drawn = modulo(first63Bits(hmacHex(inDomain(['shift'], ticket))), integer(2 * weeks));
  const back = subtract(drawn, integer(weeks));
  return multiply(
    choose([{ when: less(drawn, integer(weeks)), give: back }], subtract(drawn, integer(weeks - 1))),
    integer(7),
  );
}
