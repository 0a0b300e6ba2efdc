// The records of a table by what enforcement looks at: distinct tuples of coded values, each with how many records have it.
import { classesOf } from '../models/equivalence-classes.ts';

export type QuasiTuples = {
  /** One leaf code per tuple, column by column. */
  readonly quasi: readonly Int32Array[];
  readonly sensitive: readonly Int32Array[];
  /** Records of each tuple. */
  readonly counts: Int32Array;
  readonly records: number;
};

/** `of[record]` is the record's tuple. Millions of records make no more tuples than there are different ones. */
export function quasiTuples(
  quasi: readonly Int32Array[],
  sensitive: readonly Int32Array[],
  records: number,
): QuasiTuples & { of: Int32Array } {
  const { of, sizes } = classesOf([...quasi, ...sensitive], records);
  const first = new Int32Array(sizes.length);
  for (let record = records - 1; record >= 0; record--) first[of[record] ?? 0] = record;
  const pick = (codes: Int32Array) => first.map((record) => codes[record] ?? 0);
  return { quasi: quasi.map(pick), sensitive: sensitive.map(pick), counts: sizes, records, of };
}
