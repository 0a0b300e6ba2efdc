// The arithmetic of a business case.
import { expect, test } from 'vitest';
import { paybackYears, presentValue } from '../../../tracks/checks/investment.ts';

// mutant: discount the first flow too, caught here
test('the start is not discounted, a flow after one year is discounted once', () => {
  expect(presentValue([-100, 110], 0.1)).toBeCloseTo(0, 9);
});

test.each([
  ['within a year, in proportion', [-100, 50, 100], 1.5],
  ['exactly at the end of a year', [-100, 100], 1],
  ['at once, where nothing is spent first', [10, 10], 0],
  // mutant: take the first crossing, caught here: the sum falls below zero again in year two
  ['only when it stays paid back', [-100, 150, -80, 60], 2.5],
])('pays back %s', (_when, net, years) => {
  expect(paybackYears(net)).toBeCloseTo(years, 9);
});

test('never pays back where the sum stays below zero', () => {
  expect(paybackYears([-100, 30, 30])).toBeUndefined();
});
