import { expect, it } from 'vitest';
import { refusalOf, runTransforms } from './run-transforms.ts';

const values = async (rule: Record<string, unknown>, given: (string | null)[], more: object = {}) => {
  const { rows } = await runTransforms({
    columns: { v: rule },
    rows: given.map((v, position) => ({ id: String(position), v })),
    ...more,
  });
  return rows.map(({ v }) => v);
};

it.each<[string, Record<string, unknown>, (string | null)[], unknown[]]>([
  [
    'integers',
    { type: 'integer', clamp: { bottom: 18, top: 90 } },
    ['17', '18', '90', '91', null],
    [18n, 18n, 90n, 90n, null],
  ],
  ['decimals', { type: 'decimal(12,2)', clamp: { top: 9.5 } }, ['9.49', '9.51', '-3.00'], ['9.49', '9.50', '-3.00']],
  ['doubles', { type: 'double', clamp: { bottom: 0.5 } }, ['0.4', '7.25', null], [0.5, 7.25, null]],
  [
    'dates by their year',
    { type: 'date', clamp: { bottom: 1934 } },
    ['1920-05-06', '1934-01-01', '2001-12-31', null],
    [1934n, 1934n, 2001n, null],
  ],
])('clamps %s', async (_what, rule, given, wanted) => {
  // mutant: null to the bound, or `less` the wrong way round; caught here.
  expect(await values(rule, given)).toEqual(wanted);
});

it.each<[string, Record<string, unknown>, (string | null)[], unknown[]]>([
  [
    'integers',
    { type: 'integer', round: { to: 10 } },
    ['4', '5', '15', '-5', '-4', '0', null],
    [0n, 10n, 20n, -10n, 0n, 0n, null],
  ],
  ['odd steps', { type: 'integer', round: { to: 7 } }, ['3', '4', '-3', '-4'], [0n, 7n, 0n, -7n]],
  [
    'integers beyond 2^53',
    { type: 'integer', round: { to: 10 } },
    ['9007199254740995', '9007199254740994'],
    [9007199254741000n, 9007199254740990n],
  ],
  [
    'decimals exactly',
    { type: 'decimal(16,2)', round: { to: 0.05 } },
    ['0.02', '0.03', '-0.03', '99999999999999.92'],
    ['0.00', '0.05', '-0.05', '99999999999999.90'],
  ],
  [
    'decimals to whole ones',
    { type: 'decimal(12,2)', round: { to: 1000 } },
    ['1499.99', '1500.00', '-1500.00'],
    ['1000.00', '2000.00', '-2000.00'],
  ],
  ['doubles', { type: 'double', round: { to: 0.1 } }, ['0.31', '-0.25', '3', null], [0.3, -0.3, 3, null]],
])('rounds %s to the nearest multiple, halves away from zero', async (_what, rule, given, wanted) => {
  // mutant: halves to even; caught by 5 and 15, -0.25.
  expect(await values(rule, given)).toEqual(wanted);
});

const many = Array.from({ length: 2000 }, () => '1000');

it.each(['uniform', 'triangular'])('moves numbers by %s noise within its bounds, on its grid', async (shape) => {
  const noisy = await values({ type: 'decimal(12,2)', noise: { within: 2.5, step: 0.5, shape } }, [...many, null]);
  const moves = noisy.slice(0, -1).map((value) => Number(value) - 1000);
  // mutant: 2 * steps instead of 2 * steps + 1 draws; the upper bound is then never reached.
  expect(Math.min(...moves)).toBe(-2.5);
  expect(Math.max(...moves)).toBe(2.5);
  expect(moves.every((move) => Number.isInteger(move * 2))).toBe(true);
  expect(noisy.at(-1)).toBeNull();
  const outer = moves.filter((move) => Math.abs(move) === 2.5).length;
  // Of eleven steps the outer two hold two elevenths, or one eighteenth under the triangle.
  if (shape === 'uniform') expect(outer).toBeGreaterThan(250);
  else expect(outer).toBeLessThan(200);
  expect(Math.abs(moves.reduce((sum, move) => sum + move, 0) / moves.length)).toBeLessThan(0.2);
});

it('draws noise again alike under one key, otherwise under another, and in every domain', async () => {
  const rule = (domain: string) => ({ type: 'integer', noise: { within: 100, domain } });
  const first = await values(rule('a'), many);
  expect(await values(rule('a'), many, { threads: 1 })).toEqual(first);
  expect(await values(rule('a'), many, { key: 'other' })).not.toEqual(first);
  expect(await values(rule('b'), many)).not.toEqual(first);
});

it('moves alike what a subject has, when noise is drawn per subject', async () => {
  const noise = { within: 50, per: 'subject', domain: 'income' };
  const { rows } = await runTransforms({
    columns: { a: { type: 'integer', noise }, b: { type: 'integer', noise } },
    rows: many.slice(0, 50).map((value, id) => ({ id: String(id), a: value, b: '5000' })),
  });
  expect(rows.every(({ a, b }) => Number(b) - Number(a) === 4000)).toBe(true);
  expect(new Set(rows.map(({ a }) => a)).size).toBeGreaterThan(10);
});

it.each<[string, Record<string, unknown>, RegExp]>([
  ['words', { round: { to: 10 } }, /people\.columns\.v: expected a number, got text/],
  ['bounds the wrong way round', { type: 'integer', clamp: { bottom: 9, top: 1 } }, /expected bottom below top/],
  ['no bound', { type: 'integer', clamp: {} }, /expected bottom or top, got neither/],
  [
    'a bound finer than the column',
    { type: 'decimal(12,1)', clamp: { top: 1.25 } },
    /at most 1 digits after the point/,
  ],
  ['noise below one step', { type: 'integer', noise: { within: 0.5 } }, /expected within to be one step of 1/],
  ['noise on a double without step', { type: 'double', noise: { within: 1 } }, /expected step/],
  [
    'two transforms at once',
    { type: 'integer', keep: true, round: { to: 1 } },
    /exactly one of .*, got keep with round/,
  ],
])('refuses %s', async (_what, rule, message) => {
  expect(await refusalOf({ columns: { v: rule }, rows: [] })).toMatch(message);
});
