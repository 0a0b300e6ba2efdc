// The median: the middle, whatever the order.
import { expect, test } from 'vitest';
import { median } from '../../bench/median.ts';

// mutant: sorting as text (the default of sort), caught by 9 and 10.
test.each([
  [[3], 3],
  [[10, 9, 100], 10],
  [[4, 1, 3, 2], 2.5],
])('of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('of nothing is refused, not zero', () => {
  expect(() => median([])).toThrow('at least one value');
});
