import { describe, expect, it } from 'vitest';
import { closeness } from '../../../../datasets/privacy/models/closeness.ts';
import {
  distinctDiversity,
  entropyDiversity,
  recursiveDiversity,
} from '../../../../datasets/privacy/models/diversity.ts';
import { classesOf } from '../../../../datasets/privacy/models/equivalence-classes.ts';
import { sensitiveCounts } from '../../../../datasets/privacy/models/sensitive-counts.ts';
import { drawTable } from './draw-table.ts';

/** Classes by name, each a list of sensitive codes. */
function countsOf(...classes: number[][]) {
  const columns = [Int32Array.from(classes.flatMap((codes, each) => codes.map(() => each)))];
  const sensitive = Int32Array.from(classes.flat());
  return sensitiveCounts(classesOf(columns, sensitive.length), sensitive);
}

describe('diversity', () => {
  it('is that of the class that is worst off', () => {
    const counts = countsOf([0, 1, 2], [5, 5, 7]);
    expect(distinctDiversity(counts)).toBe(2);
    expect(entropyDiversity(counts)).toBeCloseTo(3 / 2 ** (2 / 3), 11);
  });

  it('is exactly l for l values that are equally frequent', () => {
    // mutant: exp and log left unrounded, so that 3 reads 2.9999999999999996 and fails l = 3
    for (const l of [2, 3, 5, 6, 7, 10]) expect(entropyDiversity(countsOf([...Array(l).keys()]))).toBe(l);
  });

  it('is recursive over counts in descending order', () => {
    // r = 4, 2, 1: 4 ÷ (2 + 1), 4 ÷ 1, and nothing beyond the third.
    const counts = countsOf([0, 0, 0, 0, 1, 1, 2]);
    // mutant: counts ascending, as in pycanon
    expect(recursiveDiversity(counts, 2)).toBeCloseTo(4 / 3, 11);
    expect(recursiveDiversity(counts, 3)).toBe(4);
    expect(recursiveDiversity(counts, 4)).toBe(Number.POSITIVE_INFINITY);
    expect(recursiveDiversity(countsOf([0, 1, 2], [0, 0, 0, 0, 1, 1, 2]), 2)).toBeCloseTo(4 / 3, 11);
  });

  it('asks nothing where there is no class', () => {
    expect(distinctDiversity(countsOf())).toBe(Number.POSITIVE_INFINITY);
    expect(entropyDiversity(countsOf())).toBe(Number.POSITIVE_INFINITY);
    expect(recursiveDiversity(countsOf(), 2)).toBe(0);
    expect(closeness(countsOf(), 'ordered')).toBe(0);
  });

  it('and closeness do not change with the order of rows', () => {
    const [quasi = new Int32Array(), sensitive = new Int32Array()] = drawTable({
      seed: 9,
      records: 900,
      cardinalities: [7, 12],
    });
    const forwards = sensitiveCounts(classesOf([quasi], 900), sensitive);
    const backwards = sensitiveCounts(classesOf([quasi.toReversed()], 900), sensitive.toReversed());
    expect(entropyDiversity(backwards)).toBe(entropyDiversity(forwards));
    expect(recursiveDiversity(backwards, 3)).toBe(recursiveDiversity(forwards, 3));
    expect(closeness(backwards, 'equal')).toBe(closeness(forwards, 'equal'));
    expect(closeness(backwards, 'ordered')).toBe(closeness(forwards, 'ordered'));
  });
});

describe('closeness', () => {
  it('tells a near mistake from a far one only where values are ordered', () => {
    const near = countsOf([0, 0, 1, 1], [2, 2, 3, 3]);
    const far = countsOf([0, 0, 3, 3], [1, 1, 2, 2]);
    expect(closeness(near, 'equal')).toBe(0.5);
    expect(closeness(far, 'equal')).toBe(0.5);
    expect(closeness(near, 'ordered')).toBeCloseTo(1 / 3, 11);
    expect(closeness(far, 'ordered')).toBeCloseTo(1 / 6, 11);
  });

  it('counts only steps between values that somebody has', () => {
    // mutant: codes that nobody has counted as steps
    expect(closeness(countsOf([0, 9], [0, 0]), 'ordered')).toBe(0.25);
    expect(closeness(countsOf([4, 4], [4]), 'ordered')).toBe(0);
  });
});
