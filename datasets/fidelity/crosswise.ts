// Two distributions as counts, compared exactly: |p - q| of shares as whole numbers over a common denominator.

import type { Cell } from '../engines/engine.ts';
import { type Expression, integer, multiply, subtract } from '../engines/expression.ts';
import { absolute } from './counting.ts';
import type { Part, PartTotals } from './value-counts.ts';

export type PartPair = readonly [Part, Part];
export const againstExtract: PartPair = ['source', 'extract'];
export const betweenHalves: PartPair = ['first', 'second'];

/** |count of one × total of the other - count of the other × total of one|, where totals leave nulls out. */
export function crosswise(
  countOf: (part: Part) => Expression<'integer'>,
  [one, other]: PartPair,
  totals: PartTotals,
): Expression<'integer'> {
  const across = (part: Part, total: Part) => multiply(countOf(part), integer(totals[total].present));
  return absolute(subtract(across(one, other), across(other, one)));
}

/** 1 - share × distance, from a distance of `crosswise`; null where one side has no values. */
export function complement(distance: Cell | undefined, [one, other]: PartPair, totals: PartTotals, share: number) {
  const denominator = totals[one].present * totals[other].present;
  return denominator === 0 ? null : 1 - (share * Number(distance)) / denominator;
}
