// Judges all columns of a source: once each for itself, then again knowing which tables are about people.
import type { ColumnProfile } from '../profile/column-profile.ts';
import { subjectOfTable } from '../structure/column-words.ts';
import type { TableKey } from '../structure/find-keys.ts';
import type { FoundRelation } from '../structure/find-relations.ts';
import type { ColumnFacts } from './column-facts.ts';
import { judgeColumn } from './judge-column.ts';
import { measureValues } from './measure-values.ts';
import type { Judgement } from './roles.ts';
import { saysPerson } from './trait-words.ts';

export type JudgedColumn = Judgement & { profile: ColumnProfile; key: ColumnFacts['key']; isAboutPeople: boolean };

export function judgeSource(
  profiles: readonly ColumnProfile[],
  keys: ReadonlyMap<string, TableKey>,
  relations: readonly FoundRelation[],
): JudgedColumn[] {
  const known = profiles.map((profile) => ({
    profile,
    measures: measureValues(profile),
    key: keyRole(profile, keys, relations),
  }));
  const alone = known.map((facts) => ({
    ...judgeColumn({ ...facts, isAboutPeople: false }),
    table: facts.profile.table,
  }));
  const tables = new Set(profiles.map(({ table }) => table));
  const aboutPeople = new Set(
    [...tables].filter((table) =>
      isAboutPeople(
        table,
        alone.filter((each) => each.table === table),
      ),
    ),
  );
  return known.map((facts) => ({
    ...judgeColumn({ ...facts, isAboutPeople: aboutPeople.has(facts.profile.table) }),
    profile: facts.profile,
    key: facts.key,
    isAboutPeople: aboutPeople.has(facts.profile.table),
  }));
}

function keyRole(
  { table, column: { name } }: ColumnProfile,
  keys: ReadonlyMap<string, TableKey>,
  relations: readonly FoundRelation[],
): ColumnFacts['key'] {
  if (relations.some(({ child, columns }) => child === table && columns.includes(name))) return 'foreign';
  const key = keys.get(table)?.columns ?? [];
  if (relations.some(({ parent, parentColumns }) => parent === table && parentColumns.includes(name))) return 'whole';
  if (!key.includes(name)) return null;
  return key.length === 1 ? 'whole' : 'part';
}

/** By its name with anything personal in it, or by two kinds of what tells people apart. */
function isAboutPeople(table: string, judged: readonly Judgement[]): boolean {
  const direct = new Set(
    judged
      .filter(({ role, entity }) => role === 'directIdentifier' && entity !== 'url')
      .map(({ entity, trait }) => entity ?? trait),
  );
  const personal = judged.filter(
    ({ role, trait }) =>
      role === 'directIdentifier' || trait === 'sex' || trait === 'maritalStatus' || trait === 'birthYear',
  ).length;
  return (
    direct.size >= 2 || (saysPerson(subjectOfTable(table).slice(-1).join('_')) && (personal >= 1 || judged.length >= 3))
  );
}
