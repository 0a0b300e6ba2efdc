// Follows relations from the subjects: which rows belong to whom, and how widely a parent row is shared.
import type { Engine } from '../../engines/engine.ts';
import { and, column, count, type Expression, equal, minimum, multiply, sum } from '../../engines/expression.ts';
import type { Join } from '../../engines/relation.ts';
import { rowColumn, sourceTable } from '../../working-tables.ts';
import type { FoundRelation } from './find-relations.ts';

const ownersOf = (table: string) => `owners of ${table}`;
const ownerColumn = column('o', 'owner', 'integer');
const rowOf = (as: string) => column(as, rowColumn, 'integer');

export async function ownSubjects(engine: Engine, table: string): Promise<void> {
  await engine.create(ownersOf(table), {
    from: { relation: sourceTable(table), as: 's' },
    select: { row: rowOf('s'), owner: rowOf('s') },
  });
}

const pointing = ({ columns, parentColumns }: FoundRelation): Expression<'boolean'> => {
  const pairs = columns.map((name, at) =>
    equal(column('c', name, 'text'), column('p', parentColumns[at] ?? '', 'text')),
  );
  return pairs.length === 1 && pairs[0] ? pairs[0] : and(...pairs);
};

const joinOwners = (table: string, as: string): Join => ({
  how: 'inner',
  relation: ownersOf(table),
  as: 'o',
  on: equal(column('o', 'row', 'integer'), rowOf(as)),
});

/** Gives a child's rows the owner of their parent; answers how many have one. */
export function ownChildren(engine: Engine, relation: FoundRelation): Promise<number> {
  return engine.create(ownersOf(relation.child), {
    from: { relation: sourceTable(relation.child), as: 'c' },
    joins: [
      { how: 'inner', relation: sourceTable(relation.parent), as: 'p', on: pointing(relation) },
      joinOwners(relation.parent, 'p'),
    ],
    select: { row: rowOf('c'), owner: ownerColumn },
  });
}

/** Gives a parent's rows the first owner of their children. */
export function ownParents(engine: Engine, relation: FoundRelation): Promise<number> {
  return engine.create(ownersOf(relation.parent), {
    from: { relation: sourceTable(relation.parent), as: 'p' },
    joins: [
      { how: 'inner', relation: sourceTable(relation.child), as: 'c', on: pointing(relation) },
      joinOwners(relation.child, 'c'),
    ],
    groupBy: [rowOf('p')],
    select: { row: rowOf('p'), owner: minimum(ownerColumn) },
  });
}

export type Sharing = {
  /** Subjects of a parent row, seen from one of its subjects: 1 where it has nobody else. */
  subjectsPerParent: number;
  /** Parent rows of a subject, seen from one of them. */
  parentsPerSubject: number;
};

/** Both as means over the ends of links: what a walk along the links meets, which plain means understate. */
export async function measureSharing(engine: Engine, relation: FoundRelation): Promise<Sharing | undefined> {
  const pairs = {
    from: { relation: sourceTable(relation.child), as: 'c' },
    joins: [
      { how: 'inner', relation: sourceTable(relation.parent), as: 'p', on: pointing(relation) } as const,
      joinOwners(relation.child, 'c'),
    ],
    distinct: true,
    select: { parent: rowOf('p'), owner: ownerColumn },
  };
  const mean = async (by: 'parent' | 'owner') => {
    const n = column('g', 'n', 'integer');
    const [[links, squares] = []] = await engine.rows({
      from: {
        as: 'g',
        relation: {
          from: { relation: pairs, as: 'l' },
          groupBy: [column('l', by, 'integer')],
          select: { n: count() },
        },
      },
      select: { links: sum(n), squares: sum(multiply(n, n)) },
    });
    return links === 0n ? undefined : Number(squares) / Number(links);
  };
  const subjectsPerParent = await mean('parent');
  const parentsPerSubject = await mean('owner');
  return subjectsPerParent === undefined || parentsPerSubject === undefined
    ? undefined
    : { subjectsPerParent, parentsPerSubject };
}
