// What an attack sees: subjects with their attributes as codes, those of the release beside others that are not in it.

export type AttackColumn = {
  readonly name: string;
  /** Order and distance mean something; otherwise values are equal or not. */
  readonly numeric: boolean;
  /** The number behind each code of a numeric column, ascending; NaN for null, which comes last. */
  readonly numbers: Float64Array;
  /** Code of null, or -1. Other codes follow the order of the values. */
  readonly nullCode: number;
  /** By subject, the release first. */
  readonly released: Int32Array;
  /** By subject that is not in the release; empty where there is no such group. */
  readonly outside: Int32Array;
};

/** Subjects stand in an order that says nothing of them, so that the first of several equals is a random one. */
export type AttackTable = {
  readonly columns: readonly AttackColumn[];
  readonly released: number;
  readonly outside: number;
};

/** One attack with everything that its gate and its report say. */
export type AttackFigures = {
  /** What was attacked: a split of columns, a secret. */
  readonly subject: string;
  readonly attacks: number;
  readonly successes: number;
  /** The attack on people of whom the release holds nothing; `hidden` where each target's own record was hidden instead. */
  readonly control: {
    readonly kind: 'outside' | 'hidden';
    readonly attacks: number;
    readonly successes: number;
  } | null;
  /** The same number of random guesses. */
  readonly baselineSuccesses: number;
};
