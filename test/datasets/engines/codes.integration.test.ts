import { describe, expect, it } from 'vitest';
import { cast, column, integer, less } from '../../../datasets/engines/expression.ts';
import { openEngine } from '../with-engine.ts';

describe('codes of columns', () => {
  it('follow the order of values, with null last, in the order of the rows', async () => {
    await using place = await openEngine();
    const { engine } = place;
    const rows = [
      [3n, 'b', null],
      [1n, 'a', 10n],
      [2n, null, 9n],
      [4n, 'Z', 10n],
    ];
    await engine.createFromValues('t', { id: 'integer', word: 'text', amount: 'integer' }, rows);
    const id = column('t', 'id', 'integer');
    const columns = await engine.codes({
      from: { relation: 't', as: 't' },
      select: { word: column('t', 'word', 'text'), amount: column('t', 'amount', 'integer') },
      orderBy: [id],
    });
    // mutant: amounts ordered as texts, which puts 10 before 9
    expect(columns).toEqual([
      { values: ['Z', 'a', 'b', null], codes: Int32Array.of(1, 3, 2, 0) },
      { values: [9n, 10n, null], codes: Int32Array.of(1, 0, 2, 1) },
    ]);
  });

  it('hold more rows than a chunk, and none', async () => {
    await using place = await openEngine();
    const { engine } = place;
    const ids = Array.from({ length: 5000 }, (_, id) => [BigInt(id)]);
    await engine.createFromValues('t', { id: 'integer' }, ids);
    const id = column('t', 'id', 'integer');
    const relation = { from: { relation: 't', as: 't' }, select: { id }, orderBy: [id] };
    const [all] = await engine.codes(relation);
    expect(all?.codes).toEqual(Int32Array.from(ids.keys()));
    const none = await engine.codes({ ...relation, where: less(id, integer(0)), select: { id: cast(id, 'text') } });
    expect(none).toEqual([{ values: [], codes: new Int32Array() }]);
  });
});
