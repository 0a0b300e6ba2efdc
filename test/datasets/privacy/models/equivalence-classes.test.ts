import { describe, expect, it } from 'vitest';
import { classesOf, sizesWithin } from '../../../../datasets/privacy/models/equivalence-classes.ts';
import { drawTable } from './draw-table.ts';

const codes = (...each: number[]) => Int32Array.from(each);

/** The same by text keys, slowly. */
function plainly(columns: readonly Int32Array[], records: number, leftOut?: Uint8Array) {
  const numbers = new Map<string, number>();
  const of = Array.from({ length: records }, (_, record) => {
    if (leftOut?.[record]) return -1;
    const key = columns.map((column) => column[record]).join(',');
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key) ?? -1;
  });
  const sizes = Array.from(numbers.values(), (number) => of.filter((each) => each === number).length);
  return { of, sizes };
}

const plain = ({ of, sizes }: { of: Int32Array; sizes: Int32Array }) => ({ of: [...of], sizes: [...sizes] });

describe('classes of records', () => {
  it.each([
    { seed: 5, records: 300, cardinalities: [3, 4, 2] },
    { seed: 6, records: 2000, cardinalities: [50, 40, 60, 3] },
    // Wide enough that pairs are hashed instead of tabled; few first codes, so that slots are shared by pairs that begin alike.
    { seed: 8, records: 3000, cardinalities: [4, 30000] },
    { seed: 7, records: 3000, cardinalities: [2000, 1500, 9000] },
  ])('are those of equal rows, numbered by first appearance (seed $seed)', (table) => {
    const columns = drawTable(table);
    // mutant: a hash slot taken without comparing both parts of the pair
    expect(plain(classesOf(columns, table.records))).toEqual(plainly(columns, table.records));
    const leftOut = Uint8Array.from({ length: table.records }, (_, record) => (record % 7 === 0 ? 1 : 0));
    expect(plain(classesOf(columns, table.records, leftOut))).toEqual(plainly(columns, table.records, leftOut));
  });

  it('hold no record that is left out, however many are', () => {
    // mutant: what is left out forms a class of its own, as in arx #259
    expect(plain(classesOf([codes(0, 0, 1, 1)], 4, Uint8Array.of(0, 0, 1, 1)))).toEqual({
      of: [0, 0, -1, -1],
      sizes: [2],
    });
    expect(plain(classesOf([codes(0, 1)], 2, Uint8Array.of(1, 1)))).toEqual({ of: [-1, -1], sizes: [] });
  });

  it('are one class without columns, and none without records', () => {
    expect(plain(classesOf([], 3))).toEqual({ of: [0, 0, 0], sizes: [3] });
    expect(plain(classesOf([codes()], 0))).toEqual({ of: [], sizes: [] });
  });

  it('count what is marked in them', () => {
    const classes = classesOf([codes(4, 4, 2, 2, 2)], 5, Uint8Array.of(0, 0, 0, 0, 1));
    expect([...sizesWithin(classes, Uint8Array.of(1, 0, 1, 1, 1))]).toEqual([1, 2]);
  });
});
