// Draws a coded table by a linear congruential generator that any language says in one line, so that others measure the same one.

/** Column i holds codes below `cardinalities[i]`, drawn row by row: x ← (1103515245 x + 12345) mod 2³¹, code = (x >> 16) mod cardinality. */
export function drawTable({
  seed,
  records,
  cardinalities,
}: {
  seed: number;
  records: number;
  cardinalities: readonly number[];
}): Int32Array[] {
  const columns = cardinalities.map(() => new Int32Array(records));
  let x = seed;
  for (let record = 0; record < records; record++)
    for (const [position, cardinality] of cardinalities.entries()) {
      x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
      const column = columns[position];
      if (column) column[record] = (x >> 16) % cardinality;
    }
  return columns;
}
