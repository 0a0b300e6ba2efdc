import { expect, it } from 'vitest';
import type { Engine } from '../../../datasets/engines/engine.ts';
import { column } from '../../../datasets/engines/expression.ts';
import { ExtractError } from '../../../datasets/extract-error.ts';
import type { ExtractPolicy } from '../../../datasets/policy/extract-policy.ts';
import { type SourceColumns, sourceColumnsOf } from '../../../datasets/policy/source-columns.ts';
import { chooseUnits } from '../../../datasets/subset/choose-units.ts';
import { closeRows, countLostParents } from '../../../datasets/subset/close-rows.ts';
import { drawUnits } from '../../../datasets/subset/draw-units.ts';
import { includedTable, rowColumn, sourceTable } from '../../../datasets/working-tables.ts';
import { openEngine } from '../with-engine.ts';

type Tables = Record<string, { key: string[]; rows: Record<string, number | null>[] }>;
type Relation = ExtractPolicy['relations'][number];

async function load(
  engine: Engine,
  subject: string,
  tables: Tables,
  relations: Relation[],
): Promise<{ policy: ExtractPolicy; columns: SourceColumns }> {
  const policy: ExtractPolicy = {
    schema: 'practicum/extract-policy/1',
    name: 'shape',
    useCase: 'pd-12',
    datasheet: {},
    source: { nulls: [], dateFormat: 'YYYY-MM-DD', timestampFormat: 'ISO', centuryFrom: 1970, decimalMark: '.' },
    subject: { table: subject, budget: 1, rows: 'all', strata: [], shiftWeeks: 'none' },
    tables: Object.fromEntries(
      Object.entries(tables).map(([name, { key, rows }]) => [
        name,
        {
          key,
          columns: Object.fromEntries(
            Object.keys(rows[0] ?? {}).map((column) => [column, { type: 'integer', keep: true }]),
          ),
        },
      ]),
    ),
    relations,
    privacy: {
      tier: 'internal',
      quasiIdentifiers: 'none',
      sensitive: 'none',
      method: 'declared',
      hierarchies: {},
      suppression: 0,
      risks: {},
    },
    identifiers: 'none',
    fidelity: { target: 'none', auc: 0.9, pairTrends: 0.05 },
    withhold: [],
    plant: [],
    views: {},
  };
  for (const [position, [name, { rows }]] of Object.entries(tables).entries()) {
    const names = Object.keys(rows[0] ?? {});
    const values = rows.map((row, at) => [
      BigInt(position * 1_000_000 + at),
      ...names.map((each) => (row[each] == null ? null : BigInt(row[each]))),
    ]);
    await engine.createFromValues(
      sourceTable(name),
      Object.fromEntries([rowColumn, ...names].map((each) => [each, 'integer'])),
      values,
    );
  }
  return { policy, columns: sourceColumnsOf(policy, (_path, sentence) => new ExtractError('bad-policy', sentence)) };
}

/** How many rows of the whole source a budget takes, with the parents that are missing. */
async function close(engine: Engine, { policy, columns }: Awaited<ReturnType<typeof load>>, budget: number | 'all') {
  policy.subject.budget = budget;
  const subjects = await drawUnits(
    engine,
    policy,
    columns,
    (_path, sentence) => new ExtractError('bad-policy', sentence),
  );
  await closeRows(engine);
  const rows = await engine.rows({
    from: { relation: includedTable, as: 'i' },
    select: { row: column('i', 'row', 'integer') },
  });
  return {
    subjects,
    rows: rows.length,
    distinct: new Set(rows.map(([row]) => row)).size,
    lost: await countLostParents(engine),
  };
}

/** Source rows of the extract, in order. */
async function chosenRows(engine: Engine): Promise<number[]> {
  const row = column('i', 'row', 'integer');
  const rows = await engine.rows({ from: { relation: includedTable, as: 'i' }, select: { row }, orderBy: [row] });
  return rows.map(([each]) => Number(each));
}

const relation = (child: string, columns: string[], parent: string, reference = false): Relation => ({
  child,
  columns,
  parent,
  reference,
});
const upTo = (size: number) => Array.from({ length: size }, (_, at) => at);

it('takes the whole chain of a self reference that is owned, however long', async () => {
  await using place = await openEngine();
  const rows = upTo(500).map((id) => ({ id, next: id === 499 ? null : id + 1 }));
  const loaded = await load(place.engine, 'node', { node: { key: ['id'], rows } }, [
    relation('node', ['next'], 'node'),
  ]);
  // mutant: stop after one round of labels; caught here.
  expect(await close(place.engine, loaded, 500)).toEqual({ subjects: 500, rows: 500, distinct: 500, lost: 0 });
  expect(await chooseUnits(place.engine, { budget: 499, rows: 'all' })).toBe(0);
});

it('takes only the ancestors along a self reference that is a reference', async () => {
  await using place = await openEngine();
  const rows = upTo(50).map((id) => ({ id, boss: id === 0 ? null : id - 1 }));
  const loaded = await load(place.engine, 'node', { node: { key: ['id'], rows } }, [
    relation('node', ['boss'], 'node', true),
  ]);
  const { subjects, rows: taken, lost } = await close(place.engine, loaded, 1);
  expect({ subjects, lost }).toEqual({ subjects: 1, lost: 0 });
  expect(taken).toBeLessThanOrEqual(50);
});

it('closes over a cycle of tables without a nullable edge', async () => {
  await using place = await openEngine();
  const stores = upTo(10).map((id) => ({ id, manager: id }));
  const staff = upTo(10).map((id) => ({ id, store: id }));
  const loaded = await load(
    place.engine,
    'store',
    { store: { key: ['id'], rows: stores }, staff: { key: ['id'], rows: staff } },
    [relation('store', ['manager'], 'staff'), relation('staff', ['store'], 'store')],
  );
  expect(await close(place.engine, loaded, 3)).toEqual({ subjects: 3, rows: 6, distinct: 6, lost: 0 });
});

it('closes over two relations to one parent, and composite keys with a null in them', async () => {
  await using place = await openEngine();
  const tables: Tables = {
    person: { key: ['id'], rows: upTo(20).map((id) => ({ id })) },
    seat: { key: ['hall', 'number'], rows: upTo(20).map((at) => ({ hall: at % 4, number: at })) },
    booking: {
      key: ['id'],
      rows: upTo(20).map((id) => ({
        id,
        buyer: id,
        guest: (id + 5) % 20,
        hall: id % 2 === 0 ? id % 4 : null,
        number: id,
      })),
    },
  };
  const relations = [
    relation('booking', ['buyer'], 'person'),
    relation('booking', ['guest'], 'person', true),
    relation('booking', ['hall', 'number'], 'seat', true),
  ];
  const loaded = await load(place.engine, 'person', tables, relations);
  const { subjects, rows, distinct, lost } = await close(place.engine, loaded, 4);
  expect({ subjects, lost }).toEqual({ subjects: 4, lost: 0 });
  expect(rows).toBe(distinct);
  expect(rows).toBeGreaterThanOrEqual(4 + 4);
});

it('resolves a relation to unique columns that are no key', async () => {
  await using place = await openEngine();
  const tables: Tables = {
    person: { key: ['id'], rows: upTo(9).map((id) => ({ id, code: id + 100 })) },
    visit: { key: ['id'], rows: upTo(9).map((id) => ({ id, code: id + 100 })) },
  };
  const byCode = { ...relation('visit', ['code'], 'person'), parentColumns: ['code'] };
  const loaded = await load(place.engine, 'person', tables, [byCode]);
  expect(await close(place.engine, loaded, 'all')).toEqual({ subjects: 9, rows: 18, distinct: 18, lost: 0 });
});

it('keeps the shares of classes and of years when it takes a part, within one subject', async () => {
  await using place = await openEngine();
  const rows = upTo(1000).map((id) => ({ id, class: id % 10 === 0 ? 1 : 0, band: id % 4 }));
  const loaded = await load(place.engine, 'person', { person: { key: ['id'], rows } }, []);
  loaded.policy.subject.strata = [{ column: 'person.class' }, { column: 'person.band' }];
  for (const budget of [40, 117, 500]) {
    const { subjects } = await close(place.engine, loaded, budget);
    expect(subjects).toBe(budget);
    const taken = await chosenRows(place.engine);
    for (const band of [0, 1, 2, 3]) {
      for (const one of [0, 1]) {
        const has = (each: { class: number; band: number }) => each.class === one && each.band === band;
        const share = rows.filter(has).length / rows.length;
        const got = taken.filter((id) => has(rows[id] ?? { class: -1, band: -1 })).length;
        // mutant: order units by their tickets alone; caught here.
        expect(Math.abs(got - share * budget)).toBeLessThanOrEqual(1);
      }
    }
  }
});

it('takes no more rows than the row budget, and whole subjects all the same', async () => {
  await using place = await openEngine();
  const tables: Tables = {
    person: { key: ['id'], rows: upTo(50).map((id) => ({ id })) },
    visit: { key: ['id'], rows: upTo(450).map((id) => ({ id, person: id % 50 })) },
  };
  const loaded = await load(place.engine, 'person', tables, [relation('visit', ['person'], 'person')]);
  loaded.policy.subject.rows = 97;
  // mutant: leave the rows out of the running sums; caught here.
  expect(await close(place.engine, loaded, 20)).toEqual({ subjects: 9, rows: 90, distinct: 90, lost: 0 });
});

it('caps the children of one parent with all that hangs on them, the same ones every time', async () => {
  await using place = await openEngine();
  const tables: Tables = {
    person: { key: ['id'], rows: upTo(10).map((id) => ({ id })) },
    visit: { key: ['id'], rows: upTo(100).map((id) => ({ id, person: id % 10 })) },
    note: { key: ['id'], rows: upTo(300).map((id) => ({ id, visit: id % 100, about: (id + 37) % 100 })) },
  };
  const relations = [
    { ...relation('visit', ['person'], 'person'), atMost: 3 },
    relation('note', ['visit'], 'visit'),
    relation('note', ['about'], 'visit', true),
  ];
  const loaded = await load(place.engine, 'person', tables, relations);
  const first = await close(place.engine, loaded, 'all');
  const rows = await chosenRows(place.engine);
  const visits = rows.filter((row) => row >= 1_000_000 && row < 2_000_000).map((row) => row - 1_000_000);
  expect(visits).toHaveLength(30);
  for (const person of upTo(10)) expect(visits.filter((id) => id % 10 === person)).toHaveLength(3);
  // mutant: cut the capped children alone; a note about one of them brings it back as its parent.
  for (const note of rows.filter((row) => row >= 2_000_000).map((row) => row - 2_000_000)) {
    expect(visits).toContain(note % 100);
    expect(visits).toContain((note + 37) % 100);
  }
  expect(first.lost).toBe(0);
  await close(place.engine, loaded, 'all');
  expect(await chosenRows(place.engine)).toEqual(rows);
});

it('follows a polymorphic relation to the table that each row names', async () => {
  await using place = await openEngine();
  const tables: Tables = {
    person: { key: ['id'], rows: upTo(10).map((id) => ({ id })) },
    firm: { key: ['id'], rows: upTo(5).map((id) => ({ id })) },
    address: {
      key: ['id'],
      rows: upTo(15).map((id) => ({ id, kind: id < 10 ? 1 : 2, owner: id < 10 ? id : id - 10 })),
    },
  };
  const relations = [
    { ...relation('address', ['owner'], 'person'), when: { column: 'kind', equals: 1 } },
    { ...relation('address', ['owner'], 'firm', true), when: { column: 'kind', equals: 2 } },
  ];
  const loaded = await load(place.engine, 'person', tables, relations);
  // mutant: leave the condition out of the edges; firms come along, and rows above 4 point nowhere.
  expect(await close(place.engine, loaded, 'all')).toEqual({ subjects: 10, rows: 20, distinct: 20, lost: 0 });
});
