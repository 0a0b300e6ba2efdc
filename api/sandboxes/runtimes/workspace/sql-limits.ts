// How much one query may take.
export const sqlLimits = {
  seconds: 2,
  rows: 500,
  /** Characters of one shown value. */
  cellLength: 2_000,
  /** Characters of one answer, about. */
  answerLength: 2_000_000,
  /** Characters of one statement. */
  sqlLength: 20_000,
  /** Of DuckDB's own buffers; the process may take more for a moment. */
  memoryMiB: 256,
  /** Of the whole process: one that passes it is ended, with its query. */
  processMiB: 768,
  threads: 2,
} as const;
