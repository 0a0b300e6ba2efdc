// Singling out: can attributes of somebody be put together to a predicate that one person alone fulfils?
import type { KeyedDraws } from '../../keys/keyed-draws.ts';
import type { AttackColumn, AttackFigures, AttackTable } from './attack-table.ts';
import { isOneInAll, type RecordSet, recordsWhere } from './record-sets.ts';

/** Attributes in one predicate, as Anonymeter has it. */
const columnsPerPredicate = 3;
/** Predicates that an attacker tries on one target beside its single attributes. */
const triesPerTarget = 20;

type Comparison = 'equal' | 'atLeast' | 'atMost';
type Clause = { column: number; comparison: Comparison; code: number };

/**
 * Anonymeter's predicates (Giomi et al., 2023): of one attribute (a value that nobody shares), or of three (numbers as at least or at
 * most, away from the median; everything else as equal). A predicate made of a record of the release succeeds where it holds for that
 * one alone; the same predicate succeeds against the control where it holds for one alone among as many people outside. Two
 * departures, both for a release that is real rows made coarser: an attack is a target with at most 20 predicates, not one
 * predicate out of ten million tries, so that the rate says how many people can be singled out; equal rows stay, because k equal
 * people are no single one.
 */
export function singlingOut(table: AttackTable, attacks: number, draws: KeyedDraws): AttackFigures {
  const released = new Group(table.columns, 'released');
  const size = Math.min(table.released, table.outside);
  // Fewer people outside would be told apart more easily: only a group as large is a control.
  const outside = size === table.released ? new Group(table.columns, 'outside', size) : undefined;
  const medians = table.columns.map(medianOf);
  let successes = 0;
  let controlSuccesses = 0;
  let baselineSuccesses = 0;
  const targets = draws.sample(table.released, attacks);
  for (const target of targets) {
    const predicate = predicatesOf(table.columns, medians, target, draws).find((each) => released.isOne(each));
    if (predicate) successes++;
    if (predicate && outside?.isOne(predicate)) controlSuccesses++;
    if (released.isOne(randomPredicate(table.columns, draws))) baselineSuccesses++;
  }
  return {
    subject: table.columns.map(({ name }) => name).join(', '),
    attacks: targets.length,
    successes,
    control: outside ? { kind: 'outside', attacks: targets.length, successes: controlSuccesses } : null,
    baselineSuccesses,
  };
}

/** One group of people, with the sets of records that clauses have asked for so far. */
class Group {
  readonly #codes: readonly Int32Array[];
  readonly #sets = new Map<string, RecordSet>();

  constructor(columns: readonly AttackColumn[], side: 'released' | 'outside', size?: number) {
    this.#codes = columns.map((column) => column[side].subarray(0, size));
  }

  isOne(predicate: readonly Clause[]): boolean {
    return isOneInAll(predicate.map((clause) => this.#setOf(clause)));
  }

  #setOf({ column, comparison, code }: Clause): RecordSet {
    const key = `${column} ${comparison} ${code}`;
    const known = this.#sets.get(key);
    if (known) return known;
    const codes = this.#codes[column] ?? new Int32Array();
    const set = recordsWhere(codes, tests[comparison](code));
    this.#sets.set(key, set);
    return set;
  }
}

/** The code of null is the largest: where there are nulls, at least a number is asked together with at most the last one. */
const tests: Record<Comparison, (code: number) => (each: number) => boolean> = {
  equal: (code) => (each) => each === code,
  atLeast: (code) => (each) => each >= code,
  atMost: (code) => (each) => each <= code,
};

function predicatesOf(
  columns: readonly AttackColumn[],
  medians: readonly number[],
  target: number,
  draws: KeyedDraws,
): Clause[][] {
  const codeOf = (column: number) => columns[column]?.released[target] ?? -1;
  const single = columns.map((_, column): Clause[] => [{ column, comparison: 'equal', code: codeOf(column) }]);
  const several = choicesOf(columns.length, draws).map((chosen) =>
    chosen.flatMap((column) => clausesOf(columns[column], column, codeOf(column), medians[column] ?? 0)),
  );
  return [...single, ...several];
}

function clausesOf(column: AttackColumn | undefined, at: number, code: number, median: number): Clause[] {
  if (!column?.numeric || code === column.nullCode) return [{ column: at, comparison: 'equal', code }];
  if ((column.numbers[code] ?? 0) <= median) return [{ column: at, comparison: 'atMost', code }];
  const least: Clause = { column: at, comparison: 'atLeast', code };
  return column.nullCode < 0 ? [least] : [least, { column: at, comparison: 'atMost', code: column.nullCode - 1 }];
}

/** All choices of three columns where they are few, else so many drawn ones. */
function choicesOf(columns: number, draws: KeyedDraws): number[][] {
  const size = Math.min(columnsPerPredicate, columns);
  if (size < 2) return [];
  const all = (columns * (columns - 1) * (columns - 2)) / 6;
  if (size === columnsPerPredicate && all > triesPerTarget)
    return Array.from({ length: triesPerTarget }, () => draws.sample(columns, size));
  return [...combinations(columns, size)];
}

function* combinations(columns: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else
    for (let first = from; first < columns; first++)
      for (const rest of combinations(columns, size - 1, first + 1)) yield [first, ...rest];
}

/** A value of a random record for each of three columns: what a guess without knowledge of anybody gives. */
function randomPredicate(columns: readonly AttackColumn[], draws: KeyedDraws): Clause[] {
  return draws.sample(columns.length, columnsPerPredicate).map((column) => {
    const { released = new Int32Array(), numeric = false } = columns[column] ?? {};
    const comparisons: Comparison[] = numeric ? ['equal', 'atLeast', 'atMost'] : ['equal'];
    const comparison = comparisons[draws.below(comparisons.length)] ?? 'equal';
    return { column, comparison, code: released[draws.below(released.length)] ?? -1 };
  });
}

/** Of the numbers that are there; the mean of the middle two of an even count. */
function medianOf({ numeric, numbers, nullCode, released }: AttackColumn): number {
  if (!numeric) return 0;
  const codes = released.filter((code) => code !== nullCode).sort();
  const number = (at: number) => numbers[codes[at] ?? 0] ?? 0;
  const middle = codes.length >> 1;
  return codes.length % 2 === 1 ? number(middle) : (number(middle - 1) + number(middle)) / 2;
}
