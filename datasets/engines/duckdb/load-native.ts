// Loads typed columns into a table of the engine: one look for misfits where there can be any, one statement to copy.
import type { Cell, TypedLoad } from '../engine.ts';
import { misfitRefusal } from './misfit-refusal.ts';
import { nativeValueSql } from './native-value-sql.ts';
import { quoteName } from './quote.ts';

/** What of an engine's connection its parts may use. */
export type Session = {
  run: (sql: string) => Promise<{ readonly rowsChanged: number }>;
  read: (sql: string) => Promise<Cell[][]>;
};

/**
 * Reads from `from` (what stands after FROM), whose columns have the native `types`. The engine keeps the order of the file,
 * and so do the numbers of the rows. Throws ExtractError `bad-source` where a stored value is none of its declared type.
 */
export async function loadNative(
  session: Session,
  load: TypedLoad,
  { from, types }: { from: string; types: ReadonlyMap<string, string> },
): Promise<number> {
  const values = load.columns.map((column) => ({
    name: column.name,
    ...nativeValueSql(column, types.get(column.name) ?? '', load),
  }));
  const doubtful = values.filter(({ misfit }) => misfit !== undefined);
  if (doubtful.length > 0) {
    const place = quoteName(load.rowColumn);
    const counts = doubtful.map(({ misfit }) => `count(*) FILTER (${misfit}), min(${place}) FILTER (${misfit})`);
    const stored = doubtful.map(({ name }) => quoteName(name));
    const [found = []] = await session.read(
      `SELECT ${counts.join(', ')} FROM (SELECT row_number() OVER () AS ${place}, ${stored.join(', ')} FROM ${from})`,
    );
    for (const [at, { name, expected }] of doubtful.entries())
      if (Number(found[at * 2]) > 0)
        throw misfitRefusal(load, name, { expected, misfits: Number(found[at * 2]), first: found[at * 2 + 1] });
  }
  const selected = values.map(({ name, value }) => `, ${value} AS ${quoteName(name)}`);
  await session.run(
    `CREATE TABLE ${quoteName(load.table)} AS SELECT row_number() OVER () - 1 + ${load.firstRow} AS ${quoteName(load.rowColumn)}${selected.join('')} FROM ${from}`,
  );
  const [[count] = []] = await session.read(`SELECT count(*) FROM ${quoteName(load.table)}`);
  return Number(count);
}
