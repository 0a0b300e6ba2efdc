// Finds which columns point at which tables: foreign keys as declared, else values that are all keys of the other table.
import type { Engine } from '../../engines/engine.ts';
import { column, count, equal, not, or, text } from '../../engines/expression.ts';
import type { SourceTable } from '../../sources/source-schema.ts';
import { type ColumnProfile, isUnique, valuesTable } from '../profile/column-profile.ts';
import type { TableKey } from './find-keys.ts';
import { pointsByName } from './pointing-words.ts';

export type FoundRelation = {
  child: string;
  columns: readonly string[];
  parent: string;
  parentColumns: readonly string[];
  isDeclared: boolean;
  confidence: number;
  reason: string;
};

type Evidence = {
  engine: Engine;
  profiles: readonly ColumnProfile[];
  keys: ReadonlyMap<string, TableKey>;
  nulls: readonly string[];
};

/** Below it names say too little: of two counters from 1 the shorter is always contained in the longer. */
const leastStrength = 0.6;

export async function findRelations(tables: readonly SourceTable[], evidence: Evidence): Promise<FoundRelation[]> {
  const known = new Set(tables.filter(({ name }) => evidence.keys.has(name)).map(({ name }) => name));
  const declared = tables.flatMap(({ name, foreignKeys }) =>
    foreignKeys
      .filter(({ parent }) => known.has(name) && known.has(parent))
      .map(
        ({ columns, parent, parentColumns }): FoundRelation => ({
          child: name,
          columns,
          parent,
          parentColumns,
          isDeclared: true,
          confidence: 1,
          reason: 'a foreign key of the source',
        }),
      ),
  );
  const found: FoundRelation[] = [...declared];
  for (const profile of evidence.profiles) {
    const { table, column: own } = profile;
    if (!known.has(table) || declared.some(({ child, columns }) => child === table && columns.includes(own.name)))
      continue;
    const inferred = await infer(profile, evidence);
    if (inferred && !isTurnedRound(inferred, found)) found.push(inferred);
  }
  return found;
}

async function infer(
  profile: ColumnProfile,
  { engine, profiles, keys, nulls }: Evidence,
): Promise<FoundRelation | undefined> {
  const { table, column: own } = profile;
  const candidates = [...keys].flatMap(([parent, { columns }]) => {
    const [key = ''] = columns;
    const target = profiles.find((each) => each.table === parent && each.column.name === key);
    if (columns.length !== 1 || !target || target === profile || !couldHold(profile, target)) return [];
    const named = pointsByName({ table, column: own.name }, { table: parent, key });
    const pointing = named.strength >= leastStrength ? named : pointsByValues(profile, target);
    return pointing.strength < leastStrength ? [] : [{ parent, target, ...pointing }];
  });
  const isOwnKey = keys.get(table)?.columns.length === 1 && keys.get(table)?.columns[0] === own.name;
  candidates.sort((a, b) => b.strength - a.strength || a.target.rows - b.target.rows || (a.parent < b.parent ? -1 : 1));
  for (const { parent, target, strength, reason } of candidates) {
    // A table whose key is the key of another is a part of it: never the larger of the smaller.
    if (isOwnKey && (strength < 0.9 || target.rows < profile.rows)) continue;
    if (!(await isContained(engine, profile, target, nulls))) continue;
    return {
      child: table,
      columns: [own.name],
      parent,
      parentColumns: [target.column.name],
      isDeclared: false,
      confidence: Math.min(0.95, strength),
      reason: `${reason}, and all its values are keys there`,
    };
  }
  return undefined;
}

function couldHold(child: ColumnProfile, parent: ColumnProfile): boolean {
  const kind = ({ readAs: { type } }: ColumnProfile) => (type === 'integer' || type === 'text' ? type : undefined);
  return (
    child.distinct > 0 &&
    isUnique(parent) &&
    kind(child) !== undefined &&
    kind(child) === kind(parent) &&
    child.distinct <= parent.distinct &&
    child.longest <= parent.longest
  );
}

/** Keys with gaps, or of letters, are in another table by no chance. */
function pointsByValues(child: ColumnProfile, parent: ColumnProfile): { strength: number; reason: string } {
  const isTelling = parent.readAs.type === 'text' ? parent.shortest >= 5 : parent.shortest >= 5 && !parent.isDense;
  return child.distinct >= 20 && isTelling && child.table !== parent.table
    ? { strength: 0.7, reason: 'its values are too long to be there by chance' }
    : { strength: 0, reason: '' };
}

async function isContained(
  engine: Engine,
  child: ColumnProfile,
  parent: ColumnProfile,
  nulls: readonly string[],
): Promise<boolean> {
  const value = column('v', 'value', 'text');
  const isNull = nulls.map((each) => equal(value, text(each)));
  const [[strangers] = []] = await engine.rows({
    from: { relation: valuesTable(child.table, child.column.name), as: 'v' },
    joins: [
      {
        how: 'anti',
        relation: valuesTable(parent.table, parent.column.name),
        as: 'p',
        on: equal(column('p', 'value', 'text'), value),
      },
    ],
    where: not(or(equal(value, text('')), ...isNull)),
    select: { strangers: count() },
  });
  return strangers === 0n;
}

const isTurnedRound = (relation: FoundRelation, found: readonly FoundRelation[]) =>
  found.some(
    ({ child, columns, parent, parentColumns }) =>
      child === relation.parent &&
      parent === relation.child &&
      columns[0] === relation.parentColumns[0] &&
      parentColumns[0] === relation.columns[0],
  );
