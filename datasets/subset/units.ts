// Finds the units of a source: subjects that share rows, with all rows that belong to them.

import type { Engine } from '../engines/engine.ts';
import { cast, column, count, type Expression, equal, integer, minimum, not } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { cutTable, edgesTable, membersTable, rowColumn, sourceTable, unitsTable } from '../working-tables.ts';
import { ownedTables } from './owned-tables.ts';

const labels = 'row labels';
const nextLabels = 'next labels';
const links = 'owning links';

/**
 * Fills the tables of units and members. A unit is taken or left whole: two holders of one account come together, move their
 * dates together, and are suppressed together. Its ticket is a keyed hash of its subjects' keys, so that the order of units
 * depends on neither the order of rows nor the number of threads.
 */
export async function findUnits(engine: Engine, policy: ExtractPolicy, columns: SourceColumns): Promise<void> {
  const { core, leaves } = coreAndLeaves(policy);
  await engine.create(labels, {
    unionAll: [...core].map((table) => ({
      from: { relation: sourceTable(table), as: 's' },
      joins: [{ how: 'anti', relation: cutTable, as: 'x', on: equal(column('x', 'row', 'integer'), row) }],
      select: { row, label: row },
    })),
  });
  const within = relationsWithin(core, policy);
  await engine.create(links, bothWays(within));
  // Subjects that nothing links are units by themselves.
  while (within.length > 0) {
    await engine.create(nextLabels, nearestLabels);
    const [[changed] = []] = await engine.rows(changedLabels);
    await engine.create(labels, jumped);
    if (Number(changed) === 0) break;
  }
  // Each leaf hangs on one parent: its label is the parent's, and no round of the fixpoint has to carry its rows.
  for (const relation of leaves) await engine.insert(labels, labelsOfChildren(relation));
  const alone = within.length === 0;
  await drawTickets(engine, policy, columns, alone);
  const ofUnit = {
    how: 'semi',
    relation: unitsTable,
    as: 'u',
    on: equal(column('u', 'unit', 'integer'), label('l')),
  } as const;
  await engine.create(membersTable, {
    from: { relation: labels, as: 'l' },
    // Without links every label is a subject's.
    joins: alone ? [] : [ofUnit],
    select: { row: column('l', 'row', 'integer'), unit: label('l') },
  });
}

const row = column('s', rowColumn, 'integer');
const label = (as: string) => column(as, 'label', 'integer');

/** Peels off, again and again, tables that are child of one owning relation alone. `leaves` are positions of relations, parents first. */
function coreAndLeaves(policy: ExtractPolicy): { core: Set<string>; leaves: number[] } {
  const core = ownedTables(policy);
  const leaves: number[] = [];
  let open = policy.relations
    .map((relation, position) => ({ ...relation, position }))
    .filter(({ child, reference }) => !reference && core.has(child));
  for (;;) {
    const leaf = [...core].find((table) => {
      const touching = open.filter(({ child, parent }) => child === table || parent === table);
      return table !== policy.subject.table && touching.length === 1 && touching[0]?.child === table;
    });
    if (!leaf) return { core, leaves };
    core.delete(leaf);
    leaves.unshift(...open.filter(({ child }) => child === leaf).map(({ position }) => position));
    open = open.filter(({ child }) => child !== leaf);
  }
}

/** Positions of the owning relations between tables of the core. */
const relationsWithin = (core: Set<string>, policy: ExtractPolicy): number[] =>
  policy.relations.flatMap(({ child, parent, reference }, position) =>
    !reference && core.has(child) && core.has(parent) ? [position] : [],
  );

function bothWays(owning: readonly number[]): Relation {
  const direction = (position: number, from: string, to: string): Relation => ({
    from: { relation: edgesTable, as: 'e' },
    where: equal(column('e', 'relation', 'integer'), integer(position)),
    select: { row: column('e', from, 'integer'), other: column('e', to, 'integer') },
  });
  const all = owning.flatMap((position) => [
    direction(position, 'child', 'parent'),
    direction(position, 'parent', 'child'),
  ]);
  const none: Relation = {
    from: { relation: edgesTable, as: 'e' },
    where: equal(integer(0), integer(1)),
    select: { row: column('e', 'child', 'integer'), other: column('e', 'parent', 'integer') },
  };
  return { unionAll: [none, ...all] };
}

const nearestLabels: Relation = {
  from: {
    as: 'n',
    relation: {
      unionAll: [
        labels,
        {
          from: { relation: links, as: 'k' },
          joins: [
            {
              how: 'inner',
              relation: labels,
              as: 'o',
              on: equal(column('k', 'other', 'integer'), column('o', 'row', 'integer')),
            },
          ],
          select: { row: column('k', 'row', 'integer'), label: label('o') },
        },
      ],
    },
  },
  groupBy: [column('n', 'row', 'integer')],
  select: { row: column('n', 'row', 'integer'), label: minimum(label('n')) },
};

const changedLabels: Relation = {
  from: { relation: labels, as: 'a' },
  joins: [
    {
      how: 'inner',
      relation: nextLabels,
      as: 'b',
      on: equal(column('a', 'row', 'integer'), column('b', 'row', 'integer')),
    },
  ],
  where: not(equal(label('a'), label('b'))),
  select: { changed: count() },
};

/** Takes the label of one's label: a chain of n rows is then settled in about log n rounds instead of n. */
const jumped: Relation = {
  from: { relation: nextLabels, as: 'a' },
  joins: [{ how: 'inner', relation: nextLabels, as: 'b', on: equal(label('a'), column('b', 'row', 'integer')) }],
  select: { row: column('a', 'row', 'integer'), label: label('b') },
};

const labelsOfChildren = (relation: number): Relation => ({
  from: { relation: edgesTable, as: 'e' },
  joins: [
    {
      how: 'inner',
      relation: labels,
      as: 'l',
      on: equal(column('e', 'parent', 'integer'), column('l', 'row', 'integer')),
    },
  ],
  where: equal(column('e', 'relation', 'integer'), integer(relation)),
  select: { row: column('e', 'child', 'integer'), label: label('l') },
});

/** `alone` says that every subject is a unit by itself. */
async function drawTickets(
  engine: Engine,
  { subject, tables }: ExtractPolicy,
  columns: SourceColumns,
  alone: boolean,
): Promise<void> {
  const key: Expression<'text'>[] = (tables[subject.table]?.key ?? []).map((name) =>
    cast(column('s', name, columns.get(subject.table)?.get(name)?.type ?? 'text'), 'text'),
  );
  const ofSubjects = {
    from: { relation: sourceTable(subject.table), as: 's' },
    joins: [
      withKey('sampling'),
      { how: 'inner', relation: labels, as: 'l', on: equal(column('l', 'row', 'integer'), row) },
    ],
    select: { unit: label('l'), ticket: hmacHex(inDomain(['unit'], ...key)), subjects: integer(1) },
  } as const;
  const unit = column('t', 'unit', 'integer');
  const together: Relation = {
    from: { as: 't', relation: ofSubjects },
    groupBy: [unit],
    select: { unit, ticket: minimum(column('t', 'ticket', 'text')), subjects: count() },
  };
  await engine.create(unitsTable, alone ? ofSubjects : together);
}
