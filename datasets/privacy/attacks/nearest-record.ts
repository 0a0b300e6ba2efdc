// Finds the record of the release that is most like a person, by Anonymeter's variant of Gower's distance.
import type { AttackColumn } from './attack-table.ts';

/** Positions in the release; `other` when the person's own record is hidden, -1 where no other is left. */
type Nearest = { readonly any: number; readonly other: number };

/**
 * Sums over columns: the difference of numbers ÷ their range over both groups (1 with a null), 0 or 1 for other values, where
 * null equals null. Of several equally near the first from `from` on, round the end: a random `from` is a fair choice between
 * them. `self` is the person's own position in the release, or -1.
 */
export class NearestRecord {
  readonly #columns: readonly (AttackColumn & { range: number })[];
  readonly #distances: Float64Array;

  constructor(columns: readonly AttackColumn[], records: number) {
    this.#columns = columns.map((column) => ({ ...column, range: rangeOf(column) }));
    this.#distances = new Float64Array(records);
  }

  /** `codes` of the person, in the order of the columns. */
  find(codes: readonly number[], self: number, from: number): Nearest {
    const distances = this.#distances.fill(0);
    for (const [position, column] of this.#columns.entries()) addDistances(distances, column, codes[position] ?? -1);
    let any = -1;
    let other = -1;
    for (let step = 0; step < distances.length; step++) {
      const record = (from + step) % distances.length;
      const distance = distances[record] ?? 0;
      if (any < 0 || distance < (distances[any] ?? 0)) any = record;
      if (record !== self && (other < 0 || distance < (distances[other] ?? 0))) other = record;
    }
    return { any, other };
  }
}

type Ranged = AttackColumn & { range: number };

function addDistances(
  distances: Float64Array,
  { numeric, released, numbers, nullCode, range }: Ranged,
  code: number,
): void {
  const isNull = code === nullCode;
  const number = numbers[code] ?? Number.NaN;
  for (let record = 0; record < distances.length; record++) {
    const its = released[record] ?? -1;
    let apart = its === code ? 0 : 1;
    if (numeric) apart = isNull || its === nullCode ? 1 : Math.abs((numbers[its] ?? 0) - number) / range;
    distances[record] = (distances[record] ?? 0) + apart;
  }
}

/** Numbers are ascending, null last. 1 where all are equal, so that nothing is divided by zero. */
function rangeOf({ numbers, nullCode }: AttackColumn): number {
  const last = nullCode < 0 ? numbers.length - 1 : nullCode - 1;
  return (numbers[last] ?? 0) - (numbers[0] ?? 0) || 1;
}
