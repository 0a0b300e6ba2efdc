// k, l and t against figures of pycanon 1.3.6 (numpy 2.0.2, pandas 2.3.3): its golden data, and tables drawn alike in both languages.
import { describe, expect, it } from 'vitest';
import { closeness } from '../../../../datasets/privacy/models/closeness.ts';
import { distinctDiversity, entropyDiversity } from '../../../../datasets/privacy/models/diversity.ts';
import { classesOf } from '../../../../datasets/privacy/models/equivalence-classes.ts';
import { sensitiveCounts } from '../../../../datasets/privacy/models/sensitive-counts.ts';
import { drawTable } from './draw-table.ts';
import { studentsMath } from './students-math.ts';

/** pycanon takes numbers as ordered and texts as equally far apart. */
function measure(columns: readonly Int32Array[], sensitive: Int32Array, leftOut?: Uint8Array) {
  const classes = classesOf(columns, sensitive.length, leftOut);
  const counts = sensitiveCounts(classes, sensitive);
  return {
    k: Math.min(...classes.sizes),
    l: distinctDiversity(counts),
    entropyL: Math.floor(entropyDiversity(counts)),
    tOrdered: closeness(counts, 'ordered'),
    tEqual: closeness(counts, 'equal'),
  };
}

const near = (figures: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [
      name,
      Number.isInteger(figure) ? figure : expect.closeTo(figure, 11),
    ]),
  );

describe('on the golden data of pycanon', () => {
  const { students, quasiIdentifiers, score } = studentsMath;

  it('finds the figures of its own test suite on the raw students', () => {
    // mutant: EMD divided by the number of values, not of steps between them
    const golden = { k: 1, l: 1, entropyL: 1, tOrdered: 0.4165919952210274, tEqual: 0.972222222222222 };
    expect(measure(quasiIdentifiers, score)).toEqual(near(golden));
  });

  it('leaves students out of classes and of the whole against which t is measured', () => {
    const { of, sizes } = classesOf(quasiIdentifiers, students);
    const small = Uint8Array.from(of, (each) => ((sizes[each] ?? 0) < 7 ? 1 : 0));
    expect(students - small.reduce((sum, each) => sum + each)).toBe(64);
    // mutant: totals counted over all records, left out or not
    const golden = { k: 7, l: 6, entropyL: 5, tOrdered: 0.19748883928571426, tEqual: 0.8437500000000001 };
    expect(measure(quasiIdentifiers, score, small)).toEqual(near(golden));
  });
});

describe('on drawn tables', () => {
  const drawn = [
    {
      table: { seed: 1, records: 400, cardinalities: [2, 3, 2, 4] },
      figures: { k: 26, l: 4, entropyL: 3, tOrdered: 0.0764102564102564, tEqual: 0.18230769230769228 },
      perplexity: 3.6002725589962083,
    },
    {
      table: { seed: 2, records: 1000, cardinalities: [3, 4, 6] },
      figures: { k: 66, l: 6, entropyL: 5, tOrdered: 0.05969382716049381, tEqual: 0.12512345679012343 },
      perplexity: 5.724854349165484,
    },
    {
      table: { seed: 3, records: 2500, cardinalities: [5, 2, 3, 2, 9] },
      figures: { k: 28, l: 8, entropyL: 6, tOrdered: 0.14392222222222223, tEqual: 0.29214117647058824 },
      perplexity: 6.706369035772025,
    },
  ];

  it.each(drawn)('finds its figures for seed $table.seed', ({ table, figures, perplexity }) => {
    const columns = drawTable(table);
    const sensitive = columns.pop() ?? new Int32Array();
    expect(measure(columns, sensitive)).toEqual(near(figures));
    const counts = sensitiveCounts(classesOf(columns, table.records), sensitive);
    expect(entropyDiversity(counts)).toBeCloseTo(perplexity, 10);
  });
});
