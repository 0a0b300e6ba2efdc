// Numbers the distinct pairs of two code columns: the one step of which every grouping here is made.

/** `of[entry]` is the number of the entry's pair, in order of first appearance, -1 where the first code is below 0. */
export type PairNumbers = {
  readonly of: Int32Array;
  /** The parts of each pair, by its number. */
  readonly firsts: Int32Array;
  readonly seconds: Int32Array;
};

/** `firsts` holds codes below `firstBound`, or -1 for an entry to leave out; `seconds` codes from 0 below `secondBound`. */
export function numberPairs(
  firsts: Int32Array,
  firstBound: number,
  seconds: Int32Array,
  secondBound: number,
): PairNumbers {
  // A table over all pairs is fastest while it stays small beside the entries; beyond that, pairs are hashed.
  const fits = firstBound * secondBound <= Math.max(1 << 16, 4 * firsts.length);
  return fits ? byTable(firsts, firstBound, seconds, secondBound) : byHash(firsts, seconds);
}

function byTable(firsts: Int32Array, firstBound: number, seconds: Int32Array, secondBound: number): PairNumbers {
  const entries = firsts.length;
  const of = new Int32Array(entries);
  const numbers = new Int32Array(firstBound * secondBound);
  const found = { firsts: new Int32Array(entries), seconds: new Int32Array(entries) };
  let next = 0;
  for (let entry = 0; entry < entries; entry++) {
    const first = firsts[entry] ?? -1;
    if (first < 0) {
      of[entry] = -1;
      continue;
    }
    const second = seconds[entry] ?? 0;
    const pair = first * secondBound + second;
    let number = numbers[pair] ?? 0;
    if (number === 0) {
      found.firsts[next] = first;
      found.seconds[next] = second;
      number = ++next;
      numbers[pair] = number;
    }
    of[entry] = number - 1;
  }
  return { of, firsts: found.firsts.subarray(0, next), seconds: found.seconds.subarray(0, next) };
}

/** Open addressing: a slot holds the number of a pair, plus one. */
function byHash(firsts: Int32Array, seconds: Int32Array): PairNumbers {
  const entries = firsts.length;
  const of = new Int32Array(entries);
  const mask = slotsFor(entries) - 1;
  const slots = new Int32Array(mask + 1);
  const found = { firsts: new Int32Array(entries), seconds: new Int32Array(entries) };
  let next = 0;
  for (let entry = 0; entry < entries; entry++) {
    const first = firsts[entry] ?? -1;
    if (first < 0) {
      of[entry] = -1;
      continue;
    }
    const second = seconds[entry] ?? 0;
    let slot = hashPair(first, second) & mask;
    let number = slots[slot] ?? 0;
    while (number !== 0 && (found.firsts[number - 1] !== first || found.seconds[number - 1] !== second)) {
      slot = (slot + 1) & mask;
      number = slots[slot] ?? 0;
    }
    if (number === 0) {
      found.firsts[next] = first;
      found.seconds[next] = second;
      number = ++next;
      slots[slot] = number;
    }
    of[entry] = number - 1;
  }
  return { of, firsts: found.firsts.subarray(0, next), seconds: found.seconds.subarray(0, next) };
}

/** A power of two, at least twice the entries. */
const slotsFor = (entries: number): number => 2 ** Math.max(4, 33 - Math.clz32(Math.max(1, entries)));

/** Mixes as MurmurHash3 finishes: neighbouring pairs must not share neighbouring slots. */
function hashPair(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

/** Follows every code to its value; a loop of its own, because `map` costs twice as much where a search spends its time. */
export function through(codes: Int32Array, values: Int32Array): Int32Array {
  const found = new Int32Array(codes.length);
  for (let entry = 0; entry < codes.length; entry++) found[entry] = values[codes[entry] ?? 0] ?? 0;
  return found;
}
