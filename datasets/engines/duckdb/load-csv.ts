// Loads one CSV file in one pass; only where that fails is the file read again, to say what is wrong and where.
import { ExtractError } from '../../extract-error.ts';
import type { CsvLoad } from '../engine.ts';
import { csvRefusal } from './csv-refusal.ts';
import { createTableSql, insertSql, misfitMark, misfitsSql } from './load-csv-sql.ts';
import type { Session } from './load-native.ts';
import { misfitRefusal } from './misfit-refusal.ts';
import { declaredSpelling } from './parse-text-sql.ts';

export async function loadCsv(session: Session, load: CsvLoad): Promise<number> {
  await session.run(createTableSql(load));
  const { rowsChanged } = await reading(load, () => session.run(insertSql(load))).catch((error) => {
    if (!saysMisfit(error)) throw error;
    return refuseMisfits(session, load);
  });
  return rowsChanged;
}

async function refuseMisfits(session: Session, load: CsvLoad): Promise<never> {
  const typed = load.columns.filter(({ type }) => type !== 'text');
  const [counts = []] = await reading(load, () => session.read(misfitsSql(load, typed)));
  const position = typed.findIndex((_, at) => Number(counts[at * 2]) > 0);
  const column = typed[position];
  if (!column) throw new ExtractError('bad-source', `${load.label}: expected one content, got a file that changes`);
  throw misfitRefusal(load, column.name, {
    expected: load.native?.has(column.name) ? column.type : declaredSpelling(column, load.dialect),
    misfits: Number(counts[position * 2]),
    first: counts[position * 2 + 1],
  });
}

/** What the engine cannot read of the file is told without its rows; what it could not do for itself stays as it is. */
async function reading<T>(load: CsvLoad, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (saysMisfit(error)) throw error;
    throw (error instanceof ExtractError && csvRefusal(error, load)) || error;
  }
}

const saysMisfit = (error: unknown) =>
  error instanceof ExtractError && error.cause instanceof Error && error.cause.message.includes(misfitMark);
