import { expect, it } from 'vitest';
import { balancedHalves } from '../../../datasets/transforms/feistel-permutation.ts';
import { type Given, refusalOf, runTransforms } from './run-transforms.ts';

const permuted = async (
  range: { lowest: number; highest: number; domain?: string },
  values: number[],
  more: Given = {},
) => {
  const { rows } = await runTransforms({
    columns: { v: { type: 'integer', permute: { domain: 'card', ...range } } },
    rows: values.map((v, id) => ({ id: String(id), v: String(v) })),
    ...more,
  });
  return rows.map(({ v }) => Number(v));
};

const all = (lowest: number, highest: number) =>
  Array.from({ length: highest - lowest + 1 }, (_, position) => lowest + position);

it.each([
  [0, 1],
  [-5, 5],
  [1, 999],
  [10_000, 13_000],
])('permutes all numbers from %i to %i', async (lowest, highest) => {
  const numbers = all(lowest, highest);
  const replaced = await permuted({ lowest, highest }, numbers);
  // mutant: leave out the lowest when adding the place; caught by the set.
  expect([...replaced].sort((a, b) => a - b)).toEqual(numbers);
  if (numbers.length > 100) expect(replaced.filter((each, at) => each === numbers[at]).length).toBeLessThan(10);
});

it('gives a number the same place whatever stands beside it, at any thread count', async () => {
  const range = { lowest: 1, highest: 5000 };
  const whole = await permuted(range, all(1, 5000));
  const some = [17, 4999, 2500];
  // mutant: rank over the values present; caught here.
  expect(await permuted(range, some)).toEqual(some.map((each) => whole[each - 1]));
  expect(await permuted(range, all(1, 5000), { threads: 1 })).toEqual(whole);
});

it('permutes otherwise under another key, another domain, another range', async () => {
  const numbers = all(1, 200);
  const range = { lowest: 1, highest: 300 };
  const first = await permuted(range, numbers);
  const alike = (other: number[]) => other.filter((each, at) => each === first[at]).length;
  expect(alike(await permuted(range, numbers, { key: 'other' }))).toBeLessThan(10);
  expect(alike(await permuted({ ...range, domain: 'seat' }, numbers))).toBeLessThan(10);
  expect(alike(await permuted({ lowest: 1, highest: 301 }, numbers))).toBeLessThan(10);
});

// 1,048,583 is prime: no two halves give it, so the second pass has work to do.
it.each([
  [0, 1_048_582],
  [100_000_000, 999_999_999],
  [1, 2 ** 31 - 1],
])('permutes a wide range from %i to %i number by number', async (lowest, highest) => {
  const step = Math.floor((highest - lowest) / 1500);
  const { left, right } = balancedHalves(highest - lowest + 1);
  const edges = [lowest, lowest + 1, lowest + left * right - 1, highest - 1, highest];
  const numbers = [...new Set([...edges, ...all(0, 1400).map((at) => lowest + at * step)])].filter(
    (each) => each <= highest,
  );
  const replaced = await permuted({ lowest, highest }, numbers);
  expect(new Set(replaced).size).toBe(numbers.length);
  expect(replaced.every((each) => each >= lowest && each <= highest)).toBe(true);
  expect(replaced.filter((each, at) => each === numbers[at]).length).toBeLessThan(3);
  // Spread over the range: a network that mixes one half only would keep numbers near where they were.
  const [below, above] = [replaced.filter((each) => each < (lowest + highest) / 2).length, replaced.length / 2];
  expect(Math.abs(below - above)).toBeLessThan(150);
});

it('permutes a wide range exactly: every number of it comes once', async () => {
  // Too many rows to write down: the last 3,000 of the range go in, and with the two passes must leave no number twice.
  const [lowest, highest] = [0, 1_048_582];
  const replaced = await permuted({ lowest, highest }, all(highest - 2999, highest));
  expect(new Set(replaced).size).toBe(3000);
});

it('mixes both halves of a number, and the last numbers of a range with the rest', async () => {
  const [lowest, highest] = [0, 1_048_582];
  const { left, right } = balancedHalves(highest + 1);
  const numbers = [...all(0, 400), ...all(left * right, highest)];
  const replaced = await permuted({ lowest, highest }, numbers);
  const stay = (half: (each: number) => number) => replaced.filter((each, at) => half(each) === half(numbers[at] ?? 0));
  // mutant: change one half in every round; the other half stays then.
  expect(stay((each) => each % right).length).toBeLessThan(20);
  expect(stay((each) => Math.floor(each / right)).length).toBeLessThan(20);
  // mutant: no second pass; the last numbers stay then.
  expect(replaced.slice(401).length).toBeGreaterThan(0);
  expect(replaced.slice(401)).not.toEqual(numbers.slice(401));
  // mutant: both passes over the same numbers; the first ones stay then.
  const rest = highest + 1 - left * right;
  expect(replaced.slice(0, rest)).not.toEqual(numbers.slice(0, rest));
});

it.each([1_048_577, 1_048_583, 2_000_003, 899_999_981, 2 ** 31 - 1, 2 ** 40])(
  'splits %i into halves that are nearly alike and nearly whole',
  (size) => {
    const { left, right } = balancedHalves(size);
    expect(left * right).toBeLessThanOrEqual(size);
    expect(size - left * right).toBeLessThan(Math.sqrt(size) / 4);
    expect(right / left).toBeLessThan(1.8);
  },
);

it('refuses numbers outside the range, with their count and none of them', async () => {
  const told = await refusalOf({
    columns: { v: { type: 'integer', permute: { domain: 'card', lowest: 1, highest: 10 } } },
    rows: ['5', '0', '4711', null].map((v, id) => ({ id: String(id), v })),
  });
  expect(told).toMatch(/columns\.v: expected every number from 1 to 10, got 2 rows outside/);
  expect(told).not.toContain('4711');
});

it.each<[string, object, string, RegExp]>([
  ['text', { lowest: 1, highest: 9 }, 'text', /expected a column of type integer, got text/],
  ['an empty range', { lowest: 9, highest: 9 }, 'integer', /expected lowest below highest/],
  ['a range that is not narrow', { lowest: 0, highest: 2 ** 41 }, 'integer', /at most 2\^40 numbers/],
])('refuses %s', async (_what, range, type, message) => {
  expect(await refusalOf({ columns: { v: { type, permute: { domain: 'x', ...range } } }, rows: [] })).toMatch(message);
});
