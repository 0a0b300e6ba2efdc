// Puts records with the same codes in every column into one class.

/** `of[record]` is its class, numbered by first appearance; -1 for a record that is left out. `sizes[class]` counts its records. */
export type EquivalenceClasses = { readonly of: Int32Array; readonly sizes: Int32Array };

/**
 * Columns hold one code from 0 per record; a null that has a code of its own is a value like any other. Records marked in
 * `leftOut` (1) are suppressed: they form no class, not even one of their own. Without columns all records are one class.
 */
export function classesOf(columns: readonly Int32Array[], records: number, leftOut?: Uint8Array): EquivalenceClasses {
  const of = new Int32Array(records);
  if (leftOut) for (let record = 0; record < records; record++) if (leftOut[record]) of[record] = -1;
  let classes = of.includes(0) ? 1 : 0;
  for (const codes of columns) classes = refine(of, codes, classes);
  const sizes = new Int32Array(classes);
  for (const each of of) if (each >= 0) sizes[each] = (sizes[each] ?? 0) + 1;
  return { of, sizes };
}

/** One class per pair of a class with a code: how sensitive values lie in classes, or how a class splits. */
export function splitClasses({ of }: EquivalenceClasses, codes: Int32Array): EquivalenceClasses {
  return classesOf([of, codes], of.length, leftOutOf(of));
}

const leftOutOf = (of: Int32Array): Uint8Array => Uint8Array.from(of, (each) => (each < 0 ? 1 : 0));

/** How many of each class's records are marked (1): the sample within the population, say. */
export function sizesWithin({ of, sizes }: EquivalenceClasses, marked: Uint8Array): Int32Array {
  const within = new Int32Array(sizes.length);
  for (const [record, each] of of.entries()) if (each >= 0 && marked[record]) within[each] = (within[each] ?? 0) + 1;
  return within;
}

/** Splits every class by one more column, in place; answers the number of classes. */
function refine(of: Int32Array, codes: Int32Array, classes: number): number {
  let largest = 0;
  for (const code of codes) if (code > largest) largest = code;
  const width = largest + 1;
  // A table over all pairs is fastest while it stays small beside the records; beyond that, pairs are hashed.
  return classes * width <= Math.max(1 << 16, 4 * of.length) ? byTable(of, codes, classes, width) : byHash(of, codes);
}

function byTable(of: Int32Array, codes: Int32Array, classes: number, width: number): number {
  const numbers = new Int32Array(classes * width);
  let next = 0;
  for (let record = 0; record < of.length; record++) {
    const before = of[record] ?? -1;
    if (before < 0) continue;
    const pair = before * width + (codes[record] ?? 0);
    let number = numbers[pair] ?? 0;
    if (number === 0) {
      number = ++next;
      numbers[pair] = number;
    }
    of[record] = number - 1;
  }
  return next;
}

/** Open addressing: a slot holds the number of a pair, whose two parts stand in `firsts` and `seconds`. */
function byHash(of: Int32Array, codes: Int32Array): number {
  const mask = slotsFor(of.length) - 1;
  const slots = new Int32Array(mask + 1);
  const firsts = new Int32Array(of.length);
  const seconds = new Int32Array(of.length);
  let next = 0;
  for (let record = 0; record < of.length; record++) {
    const first = of[record] ?? -1;
    if (first < 0) continue;
    const second = codes[record] ?? 0;
    let slot = hashPair(first, second) & mask;
    let number = slots[slot] ?? 0;
    while (number !== 0 && (firsts[number - 1] !== first || seconds[number - 1] !== second)) {
      slot = (slot + 1) & mask;
      number = slots[slot] ?? 0;
    }
    if (number === 0) {
      firsts[next] = first;
      seconds[next] = second;
      number = ++next;
      slots[slot] = number;
    }
    of[record] = number - 1;
  }
  return next;
}

/** A power of two, at least twice the entries. */
export const slotsFor = (entries: number): number => 1 << Math.max(4, 33 - Math.clz32(Math.max(1, entries)));

/** Mixes as MurmurHash3 finishes: neighbouring pairs must not share neighbouring slots. */
export function hashPair(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}
