// Measures one column of a loaded table by way of a table of its distinct values.
import type { Engine } from '../../engines/engine.ts';
import {
  and,
  characters,
  choose,
  column,
  count,
  type Expression,
  equal,
  integer,
  isNull,
  less,
  matches,
  maximum,
  minimum,
  not,
  or,
  replaceAll,
  sha256Hex,
  sum,
  text,
  trim,
  utf8,
} from '../../engines/expression.ts';
import { valuesTable } from './column-profile.ts';
import { nullSpellings } from './null-spellings.ts';

const value = column('v', 'value', 'text');
const rows = column('v', 'rows', 'integer');

const anyOf = (conditions: Expression<'boolean'>[]): Expression<'boolean'> =>
  conditions.length === 1 && conditions[0] ? conditions[0] : or(...conditions);

/** Makes the table of a column's distinct values with the rows that have each; `source` holds the column as text. */
export async function tellValuesApart(engine: Engine, table: string, name: string, source: string): Promise<void> {
  const cell = column('s', name, 'text');
  await engine.create(valuesTable(table, name), {
    from: { relation: source, as: 's' },
    where: not(isNull(cell)),
    groupBy: [cell],
    select: { value: cell, rows: count() },
  });
}

/** Spellings of null that stand in the column, as they stand there. */
export async function findNullSpellings(engine: Engine, relation: string): Promise<string[]> {
  const spelt = nullSpellings.map((spelling) => equal(trim(value), text(spelling)));
  const found = await engine.rows({
    from: { relation, as: 'v' },
    where: anyOf(spelt),
    select: { value },
    orderBy: [value],
  });
  return found.map(([cell]) => String(cell));
}

export const notNull = (nulls: readonly string[]) => {
  const spelt = nulls.map((each) => equal(value, text(each)));
  return spelt.length === 0 ? {} : { where: not(anyOf(spelt)) };
};

/** In the order of their hashes. */
export async function sampleValues(engine: Engine, relation: string, nulls: readonly string[], limit: number) {
  const found = await engine.rows({
    from: { relation, as: 'v' },
    ...notNull(nulls),
    select: { value, rows },
    orderBy: [sha256Hex(utf8(value)), value],
    limit,
  });
  return found.map(([cell, counted]) => ({ value: String(cell), rows: Number(counted) }));
}

/** Below so many rows a value is rare: the classes of the default tier hold as many. */
const rareBelow = 12;

export async function countValues(engine: Engine, relation: string, nulls: readonly string[]) {
  const rare = choose([{ when: less(rows, integer(rareBelow)), give: rows }], integer(0));
  const [[distinct, filled, inRare, shortest, longest] = []] = await engine.rows({
    from: { relation, as: 'v' },
    ...notNull(nulls),
    select: {
      distinct: count(),
      filled: sum(rows),
      rare: sum(rare),
      shortest: minimum(characters(value)),
      longest: maximum(characters(value)),
    },
  });
  const many = Number(filled ?? 0);
  return {
    distinct: Number(distinct ?? 0),
    filled: many,
    rareShare: many === 0 ? 0 : Number(inRare ?? 0) / many,
    shortest: Number(shortest ?? 0),
    longest: Number(longest ?? 0),
  };
}

/** How many distinct values do not match. */
export async function countMisfits(
  engine: Engine,
  relation: string,
  nulls: readonly string[],
  pattern: string,
): Promise<number> {
  const { where } = notNull(nulls);
  const misfit = not(matches(value, pattern));
  const [[misfits] = []] = await engine.rows({
    from: { relation, as: 'v' },
    where: where ? and(where, misfit) : misfit,
    select: { misfits: count() },
  });
  return Number(misfits ?? 0);
}

/** Longest whole part and longest fraction of numbers that match the decimal pattern. */
export async function measureDecimals(engine: Engine, relation: string, nulls: readonly string[]) {
  const whole = replaceAll(value, '^\\s*[+-]?([0-9]*).*$', '\\1');
  const fraction = replaceAll(value, '^\\s*[+-]?[0-9]*[.,]?([0-9]*)\\s*$', '\\1');
  const [[width, scale] = []] = await engine.rows({
    from: { relation, as: 'v' },
    ...notNull(nulls),
    select: { width: maximum(characters(whole)), scale: maximum(characters(fraction)) },
  });
  return { width: Number(width ?? 0), scale: Number(scale ?? 0) };
}

/** Days from the 29th on, without their times: those that a month may not have. */
export async function findLateDays(
  engine: Engine,
  relation: string,
  nulls: readonly string[],
  limit: number,
): Promise<string[]> {
  const { where } = notNull(nulls);
  const isLate = matches(value, '29|3[01]');
  const found = await engine.rows({
    from: { relation, as: 'v' },
    where: where ? and(where, isLate) : isLate,
    distinct: true,
    select: { day: replaceAll(trim(value), '[ T].*$', '') },
    limit,
  });
  return found.map(([day]) => String(day));
}
