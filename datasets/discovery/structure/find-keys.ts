// Finds what identifies the rows of a table: declared, or seen to be unique without a gap.
import type { Engine } from '../../engines/engine.ts';
import { column, count } from '../../engines/expression.ts';
import type { SourceTable } from '../../sources/source-schema.ts';
import { sourceTable } from '../../working-tables.ts';
import { type ColumnProfile, isUnique } from '../profile/column-profile.ts';
import { referentOf, sameWords, saysKey, subjectOfTable } from './column-words.ts';

export type TableKey = { columns: readonly string[]; isDeclared: boolean };

/** Undefined where not even all columns together tell rows apart. */
export async function findKey(
  engine: Engine,
  table: SourceTable,
  profiles: readonly ColumnProfile[],
): Promise<TableKey | undefined> {
  const readable = new Set(
    profiles.filter(({ column: { type } }) => type !== null).map(({ column: { name } }) => name),
  );
  const declared = [table.primaryKey, ...table.uniqueKeys].find(
    (columns) => columns.length > 0 && columns.every((name) => readable.has(name) && isFull(profiles, name)),
  );
  if (declared) return { columns: declared, isDeclared: true };
  const [single] = profiles
    .filter((profile) => isUnique(profile) && canBeKey(profile))
    .sort((a, b) => keyLikeness(b) - keyLikeness(a) || a.position - b.position);
  if (single && keyLikeness(single) >= 0) return { columns: [single.column.name], isDeclared: false };
  const several = await findCompositeKey(engine, table.name, profiles);
  if (several) return { columns: several, isDeclared: false };
  return single ? { columns: [single.column.name], isDeclared: false } : undefined;
}

const isFull = (profiles: readonly ColumnProfile[], name: string) =>
  profiles.some(({ column: { name: each }, filled, rows }) => each === name && filled === rows);

const canBeKey = ({ readAs: { type }, longest }: ColumnProfile) =>
  (type === 'integer' || type === 'text') && longest > 0 && longest <= 64;

function keyLikeness({ table, column: { name }, position, readAs, longest, rows }: ColumnProfile): number {
  const says = saysKey(name) ? 3 : 0;
  const own = sameWords(referentOf(name), subjectOfTable(table)) ? 2 : 0;
  // In a handful of rows every amount and every name is unique by chance.
  const byChance = rows < 20 && says + own === 0 && position > 0 ? -4 : 0;
  return says + own + (position === 0 ? 2 : 0) + (readAs.type === 'integer' || longest === 36 ? 1 : 0) + byChance;
}

/** Pairs of key-like columns first, then the most telling columns together, one after another. */
async function findCompositeKey(
  engine: Engine,
  table: string,
  profiles: readonly ColumnProfile[],
): Promise<string[] | undefined> {
  const full = profiles.filter(
    ({ filled, rows, distinct, longest }) => rows > 0 && filled === rows && distinct > 1 && longest <= 200,
  );
  const keyLike = full.filter(({ column: { name }, position }) => saysKey(name) || position < 2).slice(0, 8);
  const pairs = keyLike.flatMap((a, at) => keyLike.slice(at + 1).map((b) => [a, b]));
  for (const pair of pairs) {
    const [product = 0, rows = 0] = [pair.reduce((all, { distinct }) => all * distinct, 1), pair[0]?.rows];
    const names = pair.map(({ column: { name } }) => name);
    if (product >= rows && (await areUnique(engine, table, names, rows))) return names;
  }
  const telling = [...full].sort((a, b) => b.distinct - a.distinct || a.position - b.position);
  const names: string[] = [];
  for (const {
    column: { name },
    rows,
  } of telling) {
    names.push(name);
    if (names.length > 1 && (await areUnique(engine, table, names, rows))) return names;
  }
  return undefined;
}

async function areUnique(engine: Engine, table: string, names: readonly string[], rows: number): Promise<boolean> {
  const select = Object.fromEntries(names.map((name, at) => [`part ${at}`, column('s', name, 'text')]));
  const [[distinct] = []] = await engine.rows({
    from: { relation: { from: { relation: sourceTable(table), as: 's' }, distinct: true, select }, as: 'd' },
    select: { distinct: count() },
  });
  return Number(distinct) === rows;
}
