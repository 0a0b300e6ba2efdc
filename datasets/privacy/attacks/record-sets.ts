// Sets of records as bits: those with one value, or from a value on.

export type RecordSet = Int32Array;

/** Which records have a code that `holds`. */
export function recordsWhere(codes: Int32Array, holds: (code: number) => boolean): RecordSet {
  const set = new Int32Array((codes.length + 31) >>> 5);
  for (let record = 0; record < codes.length; record++)
    if (holds(codes[record] ?? -1)) set[record >>> 5] = (set[record >>> 5] ?? 0) | (1 << (record & 31));
  return set;
}

/** Whether exactly one record lies in all of the sets. Stops at the second. */
export function isOneInAll(sets: readonly RecordSet[]): boolean {
  const [first, ...others] = sets;
  if (!first) return false;
  let found = false;
  for (let word = 0; word < first.length; word++) {
    let bits = first[word] ?? 0;
    for (const set of others) bits &= set[word] ?? 0;
    if (bits === 0) continue;
    if (found || (bits & (bits - 1)) !== 0) return false;
    found = true;
  }
  return found;
}
