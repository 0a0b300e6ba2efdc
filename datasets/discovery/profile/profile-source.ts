// Measures every column of a source: loads table by table as text, then looks at distinct values.
import type { Engine } from '../../engines/engine.ts';
import { cast, column, type Expression, maximum, minimum, trim } from '../../engines/expression.ts';
import type { Source } from '../../sources/source.ts';
import type { SourceSchemaColumn, SourceTable } from '../../sources/source-schema.ts';
import { rowColumn, sourceTable } from '../../working-tables.ts';
import { type ColumnProfile, valuesTable } from './column-profile.ts';
import { nullsAmong } from './null-spellings.ts';
import { countValues, findNullSpellings, notNull, sampleValues, tellValuesApart } from './profile-column.ts';
import { readAs } from './read-as.ts';

export type SourceProfile = { columns: ColumnProfile[]; nulls: string[]; rows: ReadonlyMap<string, number> };

export type ProfileOptions = {
  engine: Engine;
  /** Distinct values of a column that are looked at one by one. */
  sampleSize: number;
  onTable: (table: string, rows: number) => void;
  /** What to call a loaded table; the usual name when not given. */
  nameOf?: (table: string) => string;
};

/** Tables stay in the engine under their usual names, all columns as text. Columns that hold no text of any kind are not read. */
export async function profileSource(
  source: Source,
  tables: readonly SourceTable[],
  { engine, sampleSize, onTable, nameOf = sourceTable }: ProfileOptions,
): Promise<SourceProfile> {
  const rows = new Map<string, number>();
  const nulls = new Set(['']);
  for (const { name, columns } of tables) {
    const readable = columns.filter(({ type }) => type !== null);
    const definitions = readable.map((each) => ({ name: each.name, type: 'text' as const }));
    rows.set(name, await source.load(name, definitions, { name: nameOf(name), rowColumn, firstRow: 0n }));
    for (const each of readable) {
      await tellValuesApart(engine, name, each.name, nameOf(name));
      if (each.type !== 'text') continue;
      const relation = valuesTable(name, each.name);
      const found = await findNullSpellings(engine, relation);
      const sample = found.length === 0 ? [] : await sampleValues(engine, relation, ['', ...found], sampleSize);
      for (const spelling of nullsAmong(
        found,
        sample.map(({ value }) => value),
      ))
        nulls.add(spelling);
    }
    onTable(name, rows.get(name) ?? 0);
  }
  const spelt = [...nulls].sort();
  const profiles: ColumnProfile[] = [];
  for (const table of tables)
    for (const [position, each] of table.columns.entries())
      profiles.push(
        each.type === null
          ? unread(table.name, each, position, rows.get(table.name) ?? 0)
          : await profileColumn(engine, {
              table: table.name,
              column: each,
              position,
              rows: rows.get(table.name) ?? 0,
              nulls: each.type === 'text' ? spelt : [],
              sampleSize,
            }),
      );
  return { columns: profiles, nulls: spelt, rows };
}

const unread = (table: string, columnOf: SourceSchemaColumn, position: number, rows: number): ColumnProfile => ({
  table,
  column: columnOf,
  position,
  rows,
  filled: 0,
  distinct: 0,
  shortest: 0,
  longest: 0,
  rareShare: 0,
  readAs: { type: 'text' },
  isDense: false,
  sample: [],
});

type ColumnAt = {
  table: string;
  column: SourceSchemaColumn;
  position: number;
  rows: number;
  nulls: readonly string[];
  sampleSize: number;
};

async function profileColumn(engine: Engine, { nulls, sampleSize, ...at }: ColumnAt): Promise<ColumnProfile> {
  const relation = valuesTable(at.table, at.column.name);
  const counted = await countValues(engine, relation, nulls);
  const sample = await sampleValues(engine, relation, nulls, sampleSize);
  const read = await readAs(at.column, { engine, relation, nulls, sample: sample.map(({ value }) => value) });
  const isWhole = read.type === 'integer' && counted.distinct > 1;
  return {
    ...at,
    ...counted,
    readAs: read,
    isDense: isWhole && (await isWithoutGaps(engine, relation, nulls, counted.distinct)),
    sample,
  };
}

/** A tenth may be missing: rows are deleted. */
async function isWithoutGaps(
  engine: Engine,
  relation: string,
  nulls: readonly string[],
  distinct: number,
): Promise<boolean> {
  const number: Expression<'integer'> = cast(trim(column('v', 'value', 'text')), 'integer');
  const [[lowest, highest] = []] = await engine.rows({
    from: { relation, as: 'v' },
    ...notNull(nulls),
    select: { lowest: minimum(number), highest: maximum(number) },
  });
  return Number(highest ?? 0) - Number(lowest ?? 0) + 1 <= distinct * 1.1;
}
