// States how often a replacement is expected to be the row's own value, where words that many people share may come back.
import type { Engine } from '../engines/engine.ts';
import { cast, column, count, equal } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { normalizedExpression } from '../identifiers/normalize.ts';
import { includedTable, sourceRow, sourceTable } from '../working-tables.ts';
import type { CompiledColumn, CompiledTable } from './compiled-table.ts';
import { fakerVersion } from './faker-locales.ts';
import type { Ingredient } from './transform.ts';

export type ChanceMatches = {
  table: string;
  column: string;
  /** How many a replacement is drawn from. */
  entries: number;
  /** Rows whose own value stands among them. */
  rowsAmongThem: number;
  /** Rows in which it is expected to come back. */
  expectedMatches: number;
};

const drawnKinds: readonly Ingredient['kind'][] = ['words', 'people', 'addresses'];

/** Null where nothing is drawn from faker's words. */
export async function drawnFrom(
  engine: Engine,
  tables: readonly CompiledTable[],
): Promise<{ faker: string; matchesByChance: ChanceMatches[] } | null> {
  const ingredients = tables.flatMap(({ columns }) => columns.flatMap(({ map }) => map?.ingredients ?? []));
  if (!ingredients.some(({ kind }) => drawnKinds.includes(kind))) return null;
  return { faker: fakerVersion, matchesByChance: await chanceMatches(engine, tables) };
}

/** A replacement is one entry out of all, each as likely: a value that stands in m of n entries comes back in m of n rows. */
async function chanceMatches(engine: Engine, tables: readonly CompiledTable[]): Promise<ChanceMatches[]> {
  const stated: ChanceMatches[] = [];
  for (const { name, columns } of tables)
    for (const each of columns) if (each.chance) stated.push(await matchesOf(engine, name, each, each.chance));
  return stated;
}

async function matchesOf(
  engine: Engine,
  table: string,
  { output, source, sourceType }: CompiledColumn,
  { table: words, word, class: kind }: NonNullable<CompiledColumn['chance']>,
): Promise<ChanceMatches> {
  const frequencies: Relation = {
    from: { relation: words, as: 'd' },
    groupBy: [normalizedExpression(kind, column('d', word, 'text'))],
    select: { value: normalizedExpression(kind, column('d', word, 'text')), entries: count() },
  };
  const [[entries] = []] = await engine.rows({ from: { relation: words, as: 'd' }, select: { n: count() } });
  // Summed here, in whole numbers: the order of rows must not show in a figure.
  const rows = await engine.rows({
    from: { relation: sourceTable(table), as: 's' },
    joins: [
      { how: 'semi', relation: includedTable, as: 'i', on: equal(column('i', 'row', 'integer'), sourceRow) },
      {
        how: 'inner',
        relation: frequencies,
        as: 'f',
        on: equal(
          column('f', 'value', 'text'),
          normalizedExpression(kind, cast(column('s', source, sourceType), 'text')),
        ),
      },
    ],
    groupBy: [column('f', 'entries', 'integer')],
    select: { entries: column('f', 'entries', 'integer'), rows: count() },
  });
  const known = rows.reduce((sum, [, n]) => sum + BigInt(Number(n)), 0n);
  const weighted = rows.reduce((sum, [entries, n]) => sum + BigInt(Number(entries)) * BigInt(Number(n)), 0n);
  return {
    table,
    column: output,
    entries: Number(entries),
    rowsAmongThem: Number(known),
    expectedMatches: Number((Number(weighted) / Math.max(1, Number(entries))).toPrecision(12)),
  };
}
