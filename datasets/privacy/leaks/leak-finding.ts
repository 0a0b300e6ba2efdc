// What the leak scan finds and what it has looked at, in names and counts only: no value is repeated.

export type LeakFinding = {
  identifier: string;
  table: string;
  columns: readonly string[];
  reason: string;
};

export const tellLeak = ({ identifier, table, columns, reason }: LeakFinding): string =>
  `${identifier} in ${table}.${columns.join(' with ')}: ${reason}`;

/** One identifier against one column: what had its form, what of that was one of its values, and how much of it chance explains. */
export type ScannedColumn = {
  identifier: string;
  table: string;
  column: string;
  candidates: number;
  hits: number;
  expectedByChance: number;
};
