import { expect, it } from 'vitest';
import type { Hierarchies } from '../../../../datasets/policy/hierarchy-file.ts';
import { levelLabel, levelNames } from '../../../../datasets/privacy/enforcement/level-names.ts';

const sha256 = 'a'.repeat(64);
const hierarchies: Hierarchies = new Map([
  [
    sha256,
    {
      levels: 2,
      rows: [
        ['Praha', 'Bohemia', '*'],
        ['Brno', 'Moravia', '*'],
      ],
    },
  ],
]);
const refuse = (sentence: string) => new Error(sentence);
const names = (leaves: (string | null)[], declared: Parameters<typeof levelNames>[1]) =>
  levelNames(leaves, declared, hierarchies, refuse);

it.each([
  [
    { bands: [5, 10] },
    ['-3', '12.5', null],
    [
      ['-5..-1', '10..14', null],
      ['-10..-1', '10..19', null],
      ['*', '*', '*'],
    ],
  ],
  [
    { yearBands: [1, 10] },
    ['1967-05-01', '2003-12-31'],
    [
      ['1967', '2003'],
      ['1960..1969', '2000..2009'],
      ['*', '*'],
    ],
  ],
  [
    { prefixes: [3, 1] },
    ['11000', '1'],
    [
      ['110', '1'],
      ['1', '1'],
    ],
  ],
  [
    { groups: [{ a: 'x', b: 'x' }, { x: 'all' }] },
    ['a', 'b', 'c'],
    [
      ['x', 'x', 'c'],
      ['all', 'all', 'c'],
      ['*', '*', '*'],
    ],
  ],
  [
    { file: { name: 'towns.csv', sha256 } },
    ['Brno', 'Praha'],
    [
      ['Moravia', 'Bohemia'],
      ['*', '*'],
    ],
  ],
  [undefined, ['F', 'M'], [['*', '*']]],
])('builds the levels of %j', (declared, leaves, levels) => {
  // mutant: null kept apart on the last level, where it would stand out among what is suppressed
  expect(names(leaves, declared)).toEqual([leaves, ...levels]);
});

it('refuses a value that the file does not hold, without repeating it', () => {
  const unknown = () => names(['Brno', 'Plzen'], { file: { name: 'towns.csv', sha256 } });
  expect(unknown).toThrow(/got 1 values that it does not hold/);
  expect(unknown).not.toThrow(/Plzen/);
});

it('says what a level shows', () => {
  const declared = { bands: [5, 10] };
  expect([0, 1, 2, 3].map((level) => levelLabel(declared, level))).toEqual(['', 'band 5', 'band 10', 'suppressed']);
  expect(levelLabel({ file: { name: 'towns.csv', sha256 } }, 2)).toBe('hierarchy towns.csv level 2');
});
