import { expect, it } from 'vitest';
import { nullOf, type ValueType } from '../../../../datasets/engines/expression.ts';
import { safeHarborOf } from '../../../../datasets/privacy/report/safe-harbor.ts';

const tableOf = (...columns: [output: string, type: ValueType, label: string][]) => [
  {
    name: 'people',
    key: [],
    outputKey: [],
    columns: columns.map(([output, type, label]) => ({
      output,
      source: output,
      sourceType: type,
      label,
      preserves: 'lossy' as const,
      value: nullOf(type),
    })),
  },
];

const missing = (...columns: [string, ValueType, string][]) =>
  safeHarborOf(tableOf(...columns))
    .classes.filter(({ met }) => !met)
    .map(({ letter }) => letter)
    .join('');

it('is claimed where nothing leaves that could hold any of the eighteen classes', () => {
  const { claimed, classes } = safeHarborOf(
    tableOf(
      ['sex', 'text', 'sex'],
      ['town', 'text', 'dictionary city de'],
      ['risk', 'text', 'map'],
      ['sum', 'double', 'keep'],
    ),
  );
  expect({ claimed, letters: classes.map(({ letter }) => letter).join('') }).toEqual({
    claimed: true,
    letters: 'ABCDEFGHIJKLMNOPQR',
  });
});

it.each<[string, ValueType, string, string]>([
  ['a shifted date', 'date', 'shiftDates 2 weeks', 'C'],
  ['a month', 'text', 'month', 'C'],
  ['a year of birth', 'text', 'birth years 10', 'C'],
  ['a pseudonym', 'integer', 'pseudonymize customer', 'R'],
  ['a kept text', 'text', 'keep', 'ABCDEFGHIJKLMNOPQR'],
  ['a kept number', 'integer', 'keep', 'BCDEGHIJKLMR'],
])('is not claimed where %s leaves', (_what, type, label, letters) => {
  // mutant: take moving dates for making them coarser; caught by the first.
  expect(missing(['column', type, label])).toBe(letters);
});
