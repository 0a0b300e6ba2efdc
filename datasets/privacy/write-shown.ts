// Writes what every quasi-identifier shows on the chosen levels, row by row, for the transforms to read.
import type { Cell, Engine } from '../engines/engine.ts';
import {
  and,
  cast,
  choose,
  coalesce,
  column,
  type Expression,
  equal,
  isNull,
  text,
  type ValueType,
} from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import { shownTable, sourceRow, sourceTable } from '../working-tables.ts';
import type { ChosenLevels, ShownColumn } from './choose-levels.ts';
import { joinsOf, type People } from './read-people.ts';

const levelsTable = 'levels of people';
const levelName = (position: number) => `level ${position}`;
/** Null is a value of its own, which shows something on the last level. */
const nothing = '\u001e';

/** Where levels are chosen group by group, subjects without a group show their own values. */
export async function writeShown(
  engine: Engine,
  people: People,
  columns: readonly ShownColumn[],
  { levels }: ChosenLevels,
): Promise<void> {
  const byGroup = await writeLevels(engine, people, levels);
  const tables = Map.groupBy(
    columns.entries(),
    ([
      ,
      {
        column: { table },
      },
    ]) => table,
  );
  for (const [table, its] of tables) {
    const joins: Join[] = [];
    const shown: Record<string, Expression> = {};
    for (const [position, each] of its) {
      const level = levels[position] ?? 0;
      const as = `names ${position}`;
      await writeNames(engine, `${as} shown`, each, level);
      const own = cast(each.column.own.value, 'text');
      const name = column(as, 'shown', 'text');
      const onValue = equal(column(as, 'value', 'text'), coalesce(own, text(nothing)));
      const ofPerson = column('l', levelName(position), 'integer');
      const forAll = typeof level === 'number';
      const on = forAll ? onValue : and(onValue, equal(column(as, 'level', 'integer'), ofPerson));
      joins.push({ how: 'left', relation: `${as} shown`, as, on });
      shown[each.column.output] = forAll ? name : choose([{ when: isNull(ofPerson), give: own }], name);
    }
    const ownTable = its.some(([position]) => typeof levels[position] !== 'number');
    await engine.create(shownTable(table), {
      from: { relation: sourceTable(table), as: 's' },
      joins: [...joinsOf(its.map(([, each]) => each.column)), ...(ownTable && byGroup ? [ofPeople] : []), ...joins],
      select: { row: sourceRow, ...shown },
    });
  }
}

const ofPeople: Join = {
  how: 'left',
  relation: levelsTable,
  as: 'l',
  on: equal(column('l', 'row', 'integer'), sourceRow),
};

/** One row for each included subject with a group; answers whether there is any such level. */
async function writeLevels(
  engine: Engine,
  { rows, included }: People,
  levels: ChosenLevels['levels'],
): Promise<boolean> {
  const byGroup = levels.flatMap((level, position) => (typeof level === 'number' ? [] : [{ level, position }]));
  if (byGroup.length === 0) return false;
  const types: Record<string, ValueType> = { row: 'integer' };
  for (const { position } of byGroup) types[levelName(position)] = 'integer';
  const written: Cell[][] = [];
  let at = 0;
  for (const [record, row] of rows.entries()) {
    if (!included[record]) continue;
    const chosen = byGroup.map(({ level }) => level[at] ?? -1);
    at++;
    if (chosen.every((level) => level >= 0)) written.push([row, ...chosen.map(BigInt)]);
  }
  await engine.createFromValues(levelsTable, types, written);
  return true;
}

/** What each value shows: on the level for all, or on each that some group has. */
async function writeNames(
  engine: Engine,
  table: string,
  { leaves, names }: ShownColumn,
  level: number | Int32Array,
): Promise<void> {
  const used =
    typeof level === 'number' ? [level] : [...new Set(level)].filter((each) => each >= 0).sort((a, b) => a - b);
  const rows = used.flatMap((each) =>
    leaves.map((leaf, code): Cell[] => [leaf ?? nothing, BigInt(each), names[each]?.[code] ?? null]),
  );
  await engine.createFromValues(table, { value: 'text', level: 'integer', shown: 'text' }, rows);
}
