// The rows on which contingencies are measured: all of them, or as many as the published report takes, drawn by keyed hash.
import type { Engine } from '../engines/engine.ts';
import { cast, column, equal, type ValueType } from '../engines/expression.ts';
import type { Query, Relation } from '../engines/relation.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import { rowColumn, sourceTable } from '../working-tables.ts';

/** SDMetrics 0.32.0 takes 50,000 rows of each side where one has more. */
export const sampledRows = 50_000;

export type KeyedTable = { name: string; key: readonly { name: string; type: ValueType }[] };

/** What a query over rows with a column `row`, under the alias `w`, adds to take a sample. */
export type Sampling = Pick<Query, 'joins' | 'orderBy'>;

type Draw = {
  table: KeyedTable;
  /** Rows of the table to draw from: a column `row`. */
  among: Relation;
  /** Different words give draws that have nothing to do with each other. */
  domain: string;
  limit: number;
};

/** The first `limit` rows in the order of a keyed hash of their source rows' keys: whatever order they are read in. */
export async function drawSample(engine: Engine, { table, among, domain, limit }: Draw): Promise<Sampling> {
  const sampleTable = `sampled ${domain}`;
  const key = table.key.map(({ name, type }) => cast(column('k', name, type), 'text'));
  const row = column('k', rowColumn, 'integer');
  const hashed: Relation = {
    from: { relation: sourceTable(table.name), as: 'k' },
    joins: [
      withKey('sampling'),
      { how: 'semi', relation: among, as: 'a', on: equal(column('a', 'row', 'integer'), row) },
    ],
    select: { row, drawn: hmacHex(inDomain(['fidelity', domain, table.name], ...key)) },
  };
  const drawn = column('d', 'drawn', 'text');
  await engine.create(sampleTable, {
    from: { relation: hashed, as: 'd' },
    select: { row: column('d', 'row', 'integer'), drawn },
    orderBy: [drawn],
    limit,
  });
  const isDrawn = equal(column('d', 'row', 'integer'), column('w', 'row', 'integer'));
  return { joins: [{ how: 'inner', relation: sampleTable, as: 'd', on: isDrawn }], orderBy: [drawn] };
}
