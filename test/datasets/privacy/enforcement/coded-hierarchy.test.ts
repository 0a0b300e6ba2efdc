import { describe, expect, it } from 'vitest';
import { codedHierarchy } from '../../../../datasets/privacy/enforcement/coded-hierarchy.ts';
import { columnLoss, granularity, totalLoss } from '../../../../datasets/privacy/enforcement/information-loss.ts';

describe('a coded hierarchy', () => {
  it('counts the leaves under each value', () => {
    const { leaves, levels } = codedHierarchy(4, [
      ['a', 'a', 'b', 'b'],
      ['*', '*', '*', '*'],
    ]);
    expect(leaves).toBe(4);
    expect(levels.map(({ of, leavesUnder }) => [[...of], [...leavesUnder]])).toEqual([
      [
        [0, 1, 2, 3],
        [1, 1, 1, 1],
      ],
      [
        [0, 0, 1, 1],
        [2, 2],
      ],
      [[0, 0, 0, 0], [4]],
    ]);
  });

  it('refuses a level that separates what the one before it has merged', () => {
    // mutant: levels taken as they come
    expect(() =>
      codedHierarchy(3, [
        ['a', 'a', 'b'],
        ['x', 'y', 'y'],
      ]),
    ).toThrow(/expected level 2 to keep together what level 1 has merged/);
  });
});

describe('information loss', () => {
  it('is 0 for values as they are, 1 for suppressed ones, and the share of the domain between', () => {
    // Ten records of a domain of five: four unchanged, four under a value of three leaves, two suppressed.
    expect(columnLoss(0, 10, 5)).toBe(0);
    expect(columnLoss(10 * 4, 10, 5)).toBe(1);
    expect(columnLoss(4 * 2 + 2 * 4, 10, 5)).toBeCloseTo(0.4, 12);
    expect(columnLoss(0, 10, 1)).toBe(0);
  });

  it('is the geometric mean of columns, granularity the arithmetic one', () => {
    // mutant: the mean of losses instead of the mean of 1 + loss
    expect(totalLoss([0, 1])).toBeCloseTo(Math.SQRT2 - 1, 12);
    expect(totalLoss([])).toBe(0);
    expect(granularity([0, 1, 0.5, 0.1])).toBeCloseTo(0.6, 12);
  });
});
