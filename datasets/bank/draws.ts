// SQL for deterministic randomness: a draw depends on seed, column and row alone, never on threads, row order or engine version.

/** MD5 rather than the engine's own hash or random(): its digest is the same in every version and on every machine. */
export type Draws = ReturnType<typeof drawsOf>;

/** Draws of one seed. `column` names the draw (two draws of one name are the same number), `row` is a SQL expression that identifies the row. */
export function drawsOf(seed: number) {
  const uniform = (column: string, row: string) =>
    `((md5_number_lower('${seed}|${column}|' || (${row})) >> 11)::DOUBLE / 9007199254740992::DOUBLE)`;
  return {
    /** A double in [0, 1) with 53 random bits. */
    uniform,
    /** About standard normal: three uniforms by Irwin and Hall, so that it needs addition only and no machine's own logarithm. */
    normal: (column: string, row: string) =>
      `((${uniform(`${column}.a`, row)} + ${uniform(`${column}.b`, row)} + ${uniform(`${column}.c`, row)} - 1.5) * 2)`,
    /** A whole number from 0 up to, but without, `bound`. */
    below: (bound: number | string, column: string, row: string) =>
      `floor(${uniform(column, row)} * (${bound}))::INTEGER`,
    /** One of the named choices by its share; the last takes what is left. */
    choice: (choices: readonly { name: string; share: number }[], column: string, row: string) => {
      const draw = uniform(column, row);
      let upTo = 0;
      const cases = choices.slice(0, -1).map(({ name, share }) => {
        upTo += share;
        return `WHEN ${draw} < ${upTo.toFixed(6)} THEN '${name}'`;
      });
      return `CASE ${cases.join(' ')} ELSE '${choices.at(-1)?.name ?? ''}' END`;
    },
  };
}
