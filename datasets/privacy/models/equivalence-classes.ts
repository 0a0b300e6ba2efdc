// Puts records with the same codes in every column into one class.
import { numberPairs } from './number-pairs.ts';

/** `of[record]` is its class, numbered by first appearance; -1 for a record that is left out. `sizes[class]` counts its records. */
export type EquivalenceClasses = { readonly of: Int32Array; readonly sizes: Int32Array };

/**
 * Columns hold one code from 0 per record; a null that has a code of its own is a value like any other. Records marked in
 * `leftOut` (1) are suppressed: they form no class, not even one of their own. Without columns all records are one class.
 */
export function classesOf(columns: readonly Int32Array[], records: number, leftOut?: Uint8Array): EquivalenceClasses {
  let of: Int32Array = new Int32Array(records);
  if (leftOut) for (let record = 0; record < records; record++) if (leftOut[record]) of[record] = -1;
  let classes = of.includes(0) ? 1 : 0;
  for (const codes of columns) {
    const pairs = numberPairs(of, classes, codes, boundOf(codes));
    of = pairs.of;
    classes = pairs.firsts.length;
  }
  const sizes = new Int32Array(classes);
  for (const each of of) if (each >= 0) sizes[each] = (sizes[each] ?? 0) + 1;
  return { of, sizes };
}

/** One above the largest code. */
export function boundOf(codes: Int32Array): number {
  let largest = -1;
  for (const code of codes) if (code > largest) largest = code;
  return largest + 1;
}

/** How many of each class's records are marked (1): the sample within the population, say. */
export function sizesWithin({ of, sizes }: EquivalenceClasses, marked: Uint8Array): Int32Array {
  const within = new Int32Array(sizes.length);
  for (const [record, each] of of.entries()) if (each >= 0 && marked[record]) within[each] = (within[each] ?? 0) + 1;
  return within;
}
