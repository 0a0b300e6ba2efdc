import { describe, expect, it } from 'vitest';
import { holdingClasses, type SensitiveModel } from '../../../../datasets/privacy/enforcement/privacy-models.ts';
import { closeness } from '../../../../datasets/privacy/models/closeness.ts';
import {
  distinctDiversity,
  entropyDiversity,
  recursiveDiversity,
} from '../../../../datasets/privacy/models/diversity.ts';
import { classesOf } from '../../../../datasets/privacy/models/equivalence-classes.ts';
import { sensitiveCounts } from '../../../../datasets/privacy/models/sensitive-counts.ts';
import { drawTable } from '../models/draw-table.ts';

/** Suppresses what does not hold, and measures what is left by the published measures. */
function release(columns: readonly Int32Array[], sensitive: Int32Array, k: number, model: SensitiveModel) {
  const classes = classesOf(columns, sensitive.length);
  const holds = holdingClasses(classes.sizes, [sensitiveCounts(classes, sensitive)], { k, sensitive: [model] });
  const leftOut = Uint8Array.from(classes.of, (each) => (holds[each] ? 0 : 1));
  const left = classesOf(columns, sensitive.length, leftOut);
  return { holds: [...holds], sizes: left.sizes, counts: sensitiveCounts(left, sensitive) };
}

const columnsOf = (...classes: number[][]) => ({
  quasi: [Int32Array.from(classes.flatMap((codes, each) => codes.map(() => each)))],
  sensitive: Int32Array.from(classes.flat()),
});

describe('the classes that hold', () => {
  it.each([21, 22, 23, 24])('leave a release that holds every model by its definition (seed %i)', (seed) => {
    const columns = drawTable({ seed, records: 1500, cardinalities: [9, 7, 6] });
    const sensitive = columns.pop() ?? new Int32Array();
    const k = 18;
    const ground = 'ordered';
    // mutant: t asked once, against the whole before suppression
    const close = release(columns, sensitive, k, { diversity: 'distinct', t: 0.08, ground });
    expect(close.sizes.length).toBeGreaterThan(0);
    expect(Math.min(...close.sizes)).toBeGreaterThanOrEqual(k);
    expect(closeness(close.counts, ground)).toBeLessThanOrEqual(0.08);
    const distinct = release(columns, sensitive, k, { diversity: 'distinct', l: 6, ground });
    expect(distinctDiversity(distinct.counts)).toBeGreaterThanOrEqual(6);
    const entropy = release(columns, sensitive, k, { diversity: 'entropy', l: 5.2, ground });
    expect(entropyDiversity(entropy.counts)).toBeGreaterThanOrEqual(5.2);
    const recursive = release(columns, sensitive, k, { diversity: 'recursive', l: 3, c: 0.6, ground });
    expect(recursiveDiversity(recursive.counts, 3)).toBeLessThan(0.6);
  });

  it('are all of them where all hold', () => {
    const { quasi, sensitive } = columnsOf([0, 1, 2], [0, 1, 2, 2]);
    expect(release(quasi, sensitive, 3, { diversity: 'distinct', l: 3, t: 0.5, ground: 'equal' }).holds).toEqual([
      1, 1,
    ]);
    // mutant: k taken as more than instead of at least
    expect(release(quasi, sensitive, 4, { diversity: 'distinct', ground: 'equal' }).holds).toEqual([0, 1]);
  });

  it('fall one after another where each suppression moves the whole', () => {
    // Against all ten records the last class alone is too far; without it, the middle one is.
    const { quasi, sensitive } = columnsOf([0, 0, 0, 0], [0, 1], [1, 1, 1, 1]);
    const model = { diversity: 'distinct', t: 0.3, ground: 'equal' } as const;
    expect(release(quasi, sensitive, 1, model).holds).toEqual([0, 1, 0]);
    expect(release(quasi, sensitive, 1, { ...model, t: 0.5 }).holds).toEqual([1, 1, 1]);
  });
});
