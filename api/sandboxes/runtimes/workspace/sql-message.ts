// What passes between the runtime and the process that runs its queries.

/** A table of an extract and the Parquet file behind it (absolute path). */
export type SqlTable = { name: string; file: string };

export type SqlQuestion = { tables: SqlTable[]; sql: string };

export type SqlValue = string | number | boolean | null;

export type SqlAnswer = {
  columns: { name: string; type: string }[];
  rows: SqlValue[][];
  /** There were more rows than the limit. */
  truncated: boolean;
  elapsedMs: number;
};

export type SqlMessage = { answer: SqlAnswer } | { refusal: string };
