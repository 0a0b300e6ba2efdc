import { expect, it } from 'vitest';
import type { ValueType } from '../../../../datasets/engines/expression.ts';
import { identifierClasses } from '../../../../datasets/identifiers/identifier-set.ts';
import { cellPatterns, countsAnywhere, normalize } from '../../../../datasets/identifiers/normalize.ts';
import { KeyedDraws } from '../../../../datasets/keys/keyed-draws.ts';
import { canaryValue, fits } from '../../../../datasets/privacy/canaries/canary-values.ts';

const draws = () => new KeyedDraws(Buffer.alloc(32, 3), 'canaries');
const whole = { part: 0, parts: 1 };

it.each(identifierClasses)('says a %s of its own form, which counts anywhere', (kind) => {
  const value = canaryValue(kind, 'text', whole, draws()) ?? '';
  // mutant: a number of nine digits; too little to count anywhere, so that a leak of it would be put down to chance.
  expect(value).toMatch(new RegExp(cellPatterns[kind], 'u'));
  expect(countsAnywhere(kind, normalize(kind, value), 48)).toBe(true);
});

it('makes account numbers whose check digits hold', () => {
  const value = canaryValue('iban', 'text', whole, draws()) ?? '';
  const moved = `${value.slice(4)}${value.slice(0, 4)}`.replaceAll(/[A-Z]/g, (each) => String(each.charCodeAt(0) - 55));
  expect(BigInt(moved) % 97n).toBe(1n);
});

it.each<[ValueType, string, boolean]>([
  ['text', 'anything', true],
  ['integer', '999123456789', true],
  ['integer', 'canary@canary.invalid', false],
  ['decimal(12,2)', '999123456789', false],
  ['decimal(14,2)', '999123456789', true],
  ['date', '999123456789', false],
  ['boolean', '1', false],
])('knows that a column of type %s %s takes %s', (type, value, taken) => {
  expect(fits(value, type)).toBe(taken);
});

it('gives the two columns of a name a word each, and of everything else fills the first column alone', () => {
  const parts = (kind: 'fullName' | 'email') =>
    [0, 1].map((part) => canaryValue(kind, 'text', { part, parts: 2 }, draws()));
  expect(parts('fullName')).toEqual([
    expect.stringMatching(/^Canary[a-z]+$/),
    expect.stringMatching(/^Planted[a-z]+$/),
  ]);
  expect(parts('email')).toEqual([expect.stringContaining('@canary.invalid'), null]);
});
