import { expect, it } from 'vitest';
import { column } from '../../../datasets/engines/expression.ts';
import { identifierClasses } from '../../../datasets/identifiers/identifier-set.ts';
import { cellPatterns, normalize, normalizedExpression } from '../../../datasets/identifiers/normalize.ts';
import { openEngine } from '../with-engine.ts';

const values = [
  'Anna Nová',
  'NOVÁ,  ANNA',
  "Jan-Pieter O'Neil van der Berg",
  'Ångström Zoë',
  '𝒜lpha Beta',
  ' Anna.Nova@Bank.Test ',
  '+420 601 234 567',
  '00420601234567',
  '601234567',
  '12345',
  'CZ65 0800 0000 1920 0014 5399',
  '706213/1234',
  'AB 12 34 56 C',
  '4111 1111-1111 1111',
  '2001:DB8::1 ',
  'Hlavní 12/3a,  Žižkov ½',
  '007',
  '000',
  '12 High\tStreet,  Flat 3',
  '',
];

it.each(identifierClasses)('normalizes %s in SQL as in JavaScript', async (kind) => {
  await using place = await openEngine();
  await place.engine.createFromValues(
    't',
    { v: 'text' },
    values.map((value) => [value]),
  );
  const rows = await place.engine.rows({
    from: { relation: 't', as: 't' },
    select: { n: normalizedExpression(kind, column('t', 'v', 'text')) },
  });
  // mutant: sort words by UTF-16 units; caught by the letter beyond the basic plane.
  expect(rows.map(([normalized]) => normalized)).toEqual(values.map((value) => normalize(kind, value)));
});

it('takes the tail of a longer number for no phone', () => {
  // mutant: a pattern without the 15 digits of E.164 lets the tail of a 63-bit pseudonym close the gate of a few extracts in a hundred
  const phone = new RegExp(cellPatterns.phone);
  expect(['+420 601 234 567', '00420601234567', '(601) 234-567'].filter((cell) => !phone.test(cell))).toEqual([]);
  expect(['9223372036601234567', '1000000601234567', '60123'].filter((cell) => phone.test(cell))).toEqual([]);
});
