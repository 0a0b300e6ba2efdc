// Relations by name: worked out when read, kept as soon as something changes there.
import { expect, it } from 'vitest';
import { column, equal, integer, multiply } from '../../../datasets/engines/expression.ts';
import type { Relation } from '../../../datasets/engines/relation.ts';
import { openEngine } from '../with-engine.ts';

const value = column('t', 'v', 'integer');
const doubled: Relation = { from: { relation: 'source', as: 't' }, select: { v: multiply(value, integer(2)) } };
const inOrder = (table: string): Relation => ({
  from: { relation: table, as: 't' },
  select: { v: value },
  orderBy: [value],
});

async function openWithDefined() {
  const place = await openEngine();
  await place.engine.createFromValues('source', { v: 'integer' }, [[1n], [2n]]);
  await place.engine.define('output', doubled);
  return place;
}

it('works a defined relation out when it is read', async () => {
  await using place = await openWithDefined();
  await place.engine.insert('source', {
    from: { relation: 'source', as: 't' },
    where: equal(value, integer(2)),
    select: { v: integer(5) },
  });
  // mutant: create where define is asked for; caught here.
  expect(await place.engine.rows(inOrder('output'))).toEqual([[2n], [4n], [10n]]);
});

it('keeps rows from the first change on, and then only those', async () => {
  await using place = await openWithDefined();
  await place.engine.remove('output', equal(value, integer(2)));
  await place.engine.insert('output', { from: { relation: 'output', as: 't' }, select: { v: integer(7) } });
  await place.engine.remove('source', equal(value, integer(2)));
  expect(await place.engine.rows(inOrder('output'))).toEqual([[4n], [7n]]);
});

it('makes a table of a relation that reads its own name', async () => {
  await using place = await openWithDefined();
  // mutant: take the definition away before the new table is made; caught here.
  expect(await place.engine.create('output', { ...doubled, from: { relation: 'output', as: 't' } })).toBe(2);
  expect(await place.engine.rows(inOrder('output'))).toEqual([[4n], [8n]]);
  await place.engine.define('output', doubled);
  await place.engine.createFromValues('output', { v: 'integer' }, [[3n]]);
  expect(await place.engine.rows(inOrder('output'))).toEqual([[3n]]);
});
