// Cuts children beyond what a relation lets come along, with everything that hangs on them.
import type { Engine } from '../engines/engine.ts';
import { cast, column, type Expression, equal, integer, less, rowNumberWithin } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { cutTable, edgesTable, sourceRow, sourceTable } from '../working-tables.ts';

const frontierTable = 'cut frontier';
const keptEdges = 'kept edges';

const child = column('e', 'child', 'integer');
const parent = column('e', 'parent', 'integer');
const row = (as: string) => column(as, 'row', 'integer');

/**
 * Fills the table of cut rows and takes their edges away. Which children stay is drawn by a keyed hash of their keys. Whatever
 * points at a cut row is cut too, or it would bring the row back as its parent.
 */
export async function capChildren(engine: Engine, policy: ExtractPolicy, columns: SourceColumns): Promise<void> {
  await engine.createFromValues(cutTable, { row: 'integer' }, []);
  const capped = policy.relations.flatMap(({ atMost }, position) =>
    atMost === undefined ? [] : [{ position, atMost }],
  );
  for (const { position, atMost } of capped)
    await engine.insert(cutTable, childrenBeyond(policy, columns, position, atMost));
  if (capped.length === 0) return;
  let frontier: Relation = cutTable;
  while ((await engine.create(frontierTable, childrenOf(frontier))) > 0) {
    await engine.insert(cutTable, frontierTable);
    frontier = frontierTable;
  }
  await engine.create(keptEdges, {
    from: { relation: edgesTable, as: 'e' },
    joins: [
      { how: 'anti', relation: cutTable, as: 'x', on: equal(row('x'), child) },
      { how: 'anti', relation: cutTable, as: 'y', on: equal(row('y'), parent) },
    ],
    select: { child, parent, relation: column('e', 'relation', 'integer') },
  });
  await engine.create(edgesTable, keptEdges);
}

function childrenBeyond(policy: ExtractPolicy, columns: SourceColumns, position: number, atMost: number): Relation {
  const table = policy.relations[position]?.child ?? '';
  const key: Expression<'text'>[] = (policy.tables[table]?.key ?? []).map((name) =>
    cast(column('s', name, columns.get(table)?.get(name)?.type ?? 'text'), 'text'),
  );
  const drawn = hmacHex(inDomain(['cap', String(position)], ...key));
  const ranked: Relation = {
    from: { relation: edgesTable, as: 'e' },
    joins: [withKey('sampling'), { how: 'inner', relation: sourceTable(table), as: 's', on: equal(sourceRow, child) }],
    where: equal(column('e', 'relation', 'integer'), integer(position)),
    select: { row: child, place: rowNumberWithin([parent], drawn) },
  };
  return {
    from: { relation: ranked, as: 'r' },
    where: less(integer(atMost), column('r', 'place', 'integer')),
    select: { row: row('r') },
  };
}

const childrenOf = (frontier: Relation): Relation => {
  const isNew: Join = { how: 'anti', relation: cutTable, as: 'x', on: equal(row('x'), child) };
  return {
    from: { relation: edgesTable, as: 'e' },
    joins: [{ how: 'semi', relation: frontier, as: 'f', on: equal(row('f'), parent) }, isNew],
    distinct: true,
    select: { row: child },
  };
};
