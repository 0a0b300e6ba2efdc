// Splits the source's subjects in two by keyed hash: how unlike two halves of one truth are is the noise that no extract can beat.
import type { Engine } from '../engines/engine.ts';
import { column, countDistinct, equal, first63Bits, integer, modulo, substring } from '../engines/expression.ts';
import { membersTable, unitsTable } from '../working-tables.ts';

/** row, half (0 or 1). Rows that belong to no subject are not in it: both halves have them. */
export const halvesTable = 'source halves';

/** Whole units, so that no relation leads from one half to the other. False where all subjects hang together. */
export async function splitSource(engine: Engine): Promise<boolean> {
  // The units' order goes by the ticket's first digits: these are independent of it.
  const half = modulo(first63Bits(substring(column('u', 'ticket', 'text'), 17, 16)), integer(2));
  await engine.create(halvesTable, {
    from: { relation: membersTable, as: 'm' },
    joins: [
      {
        how: 'inner',
        relation: unitsTable,
        as: 'u',
        on: equal(column('u', 'unit', 'integer'), column('m', 'unit', 'integer')),
      },
    ],
    select: { row: column('m', 'row', 'integer'), half },
  });
  const [[halves] = []] = await engine.rows({
    from: { relation: halvesTable, as: 'h' },
    select: { halves: countDistinct(column('h', 'half', 'integer')) },
  });
  return Number(halves) === 2;
}
