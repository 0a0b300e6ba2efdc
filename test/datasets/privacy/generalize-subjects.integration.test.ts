import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../datasets/engines/engine.ts';
import { column } from '../../../datasets/engines/expression.ts';
import { parsePolicy } from '../../../datasets/policy/parse-policy.ts';
import { sourceColumnsOf } from '../../../datasets/policy/source-columns.ts';
import { chooseSubjects } from '../../../datasets/privacy/choose-subjects.ts';
import { readSubjectClasses } from '../../../datasets/privacy/gate-classes.ts';
import { closeness } from '../../../datasets/privacy/models/closeness.ts';
import { distinctDiversity } from '../../../datasets/privacy/models/diversity.ts';
import { showQuasiIdentifiers } from '../../../datasets/privacy/shown-columns.ts';
import { compileTables } from '../../../datasets/transforms/compile-tables.ts';
import { createOutput } from '../../../datasets/transforms/transform-tables.ts';
import { outputTable, rowColumn, sourceTable } from '../../../datasets/working-tables.ts';
import { openEngine } from '../with-engine.ts';
import { drawTable } from './models/draw-table.ts';

const people = 400;
const [ages = [], towns = [], sexes = [], pays = [], places = []] = drawTable({
  seed: 77,
  records: people,
  cardinalities: [60, 30, 2, 4, 9],
}).map((codes) => [...codes]);

/** Person 3 has no age, and leads every eighth; every seventh person has two visits, every fifth none. */
const tables = {
  people: {
    columns: { id: 'integer', head: 'integer', age: 'integer', town: 'text', sex: 'text', pay: 'integer' },
    rows: ages.map((age, id): Cell[] => [
      BigInt(id),
      id % 8 === 0 ? 3n : null,
      id === 3 ? null : BigInt(20 + age),
      String(10_000 + 371 * (towns[id] ?? 0)),
      sexes[id] === 0 ? 'F' : 'M',
      BigInt(pays[id] ?? 0),
    ]),
  },
  visits: {
    columns: { id: 'integer', person: 'integer', place: 'text' },
    rows: places
      .flatMap((place, id) =>
        id % 5 === 0
          ? []
          : id % 7 === 0
            ? [
                [id, place],
                [id, (place + 4) % 9],
              ]
            : [[id, place]],
      )
      .map(([person = 0, place = 0], id): Cell[] => [BigInt(id), BigInt(person), `place ${place}`]),
  },
} as const;

const policyOf = (privacy: string, relations: string) => `schema: practicum/extract-policy/1
name: people
useCase: pd-12
source: { duckdb: {} }
subject: { table: people, budget: all, shiftWeeks: none }
tables:
  people:
    key: [id]
    columns:
      id: { type: integer, pseudonymize: person }
      age: { type: integer, keep: true }
      town: keep
      sex: keep
      pay: { type: integer, keep: true }
  visits:
    key: [id]
    columns:
      person: { type: integer, pseudonymize: person }
      place: keep
relations:
  - { child: visits, columns: [person], parent: people }
${relations}identifiers: none
fidelity: { target: none }
privacy:
  tier: internal
${privacy}
`;

/** From a policy's privacy to the finished tables and what the gate measures in them. */
async function make(privacy: string, relations = '') {
  await using place = await openEngine();
  const { engine } = place;
  for (const [table, { columns, rows }] of Object.entries(tables)) {
    const numbered = rows.map((row, at) => [BigInt(at + (table === 'people' ? 0 : 100_000)), ...row]);
    await engine.createFromValues(sourceTable(table), { [rowColumn]: 'integer', ...columns }, numbered);
  }
  const { policy, refuse } = parsePolicy(Buffer.from(policyOf(privacy, relations)), 'people.yaml');
  const needed = sourceColumnsOf(policy, refuse);
  const hierarchies = new Map();
  const shown = showQuasiIdentifiers(policy, compileTables(policy, needed, refuse), hierarchies, refuse);
  const chosen = await chooseSubjects(engine, { policy, needed, shown, hierarchies, refuse });
  // Pseudonyms are not what is asked here, and their maps are not made.
  const finished = chosen.tables.map((table) => ({
    ...table,
    outputKey: ['id'],
    columns: table.columns.filter(({ map }) => !map),
  }));
  for (const table of finished) await createOutput(engine, table, () => 'text');
  const classes = await readSubjectClasses(engine, policy, finished);
  const read = (table: string, ...names: string[]) =>
    engine.rows({
      from: { relation: outputTable(table), as: 't' },
      select: Object.fromEntries(names.map((name) => [name, column('t', name, 'text')])),
      orderBy: [column('t', rowColumn, 'integer')],
    });
  const rows = { people: await read('people', 'age', 'town', 'sex'), visits: await read('visits', 'place') };
  const smallest = Math.min(...classes.classes.sizes);
  return { ...chosen, rows, classes, smallest, counts: classes.sensitive.map(({ counts }) => counts) };
}

const quasi = 'quasiIdentifiers: [people.age, people.town, people.sex]';
const levels = '{ people.age: { bands: [5, 10, 20] }, people.town: { prefixes: [4, 3, 1] } }';

const areas = `{ ${Array.from({ length: 9 }, (_, place) => `place ${place}: area ${Math.floor(place / 3)}`).join(', ')} }`;

describe('generalized subjects', () => {
  it('leave in classes of k on one level per column, with the least loss', async () => {
    const made = await make(`  ${quasi}
  sensitive: none
  suppression: 0.05
  method: fullDomain
  hierarchies: ${levels}`);
    expect(made.smallest).toBeGreaterThanOrEqual(5);
    expect(made.suppressed).toBeLessThanOrEqual(20);
    expect(made.included).toBe(people - made.suppressed);
    expect(made.generalized).toMatchObject({ method: 'fullDomain', proven: true });
    const { 'people.age': age, 'people.town': town, 'people.sex': sex } = made.generalized?.levels ?? {};
    // What leaves is what was chosen: bands as wide as their level says, and one width for everybody.
    const shownAges = new Set(made.rows.people.map(([value]) => value));
    const width = [1, 5, 10, 20][age ?? 0] ?? 0;
    if ((age ?? 0) < 4) for (const value of shownAges) expect(widthOf(String(value))).toBe(width);
    else expect(shownAges).toEqual(new Set(['*']));
    const length = [5, 4, 3, 1, 1][town ?? 0];
    for (const [, value] of made.rows.people) expect(String(value)).toHaveLength(length ?? 0);
    for (const [, , value] of made.rows.people) expect(String(value)).toMatch(sex === 0 ? /^[FM]$/ : /^\*$/);
    const label = made.tables[0]?.columns.find(({ output }) => output === 'age')?.label;
    expect(label).toBe(age === 0 ? 'keep' : `keep, ${age === 4 ? 'suppressed' : `band ${width}`}`);
  });

  it('become coarser where leaving somebody out would take too many along', async () => {
    const privacy = `  ${quasi}
  sensitive: none
  suppression: 0.05
  method: fullDomain
  hierarchies: ${levels}`;
    const alone = await make(privacy);
    const led = await make(privacy, '  - { child: people, columns: [head], parent: people, reference: true }\n');
    expect(alone.suppressed).toBeGreaterThan(0);
    // mutant: the first search taken, whoever goes with those it suppresses
    expect(led.suppressed).toBeLessThanOrEqual(20);
    expect(led.smallest).toBeGreaterThanOrEqual(5);
    expect(led.generalized?.loss).toBeGreaterThan(alone.generalized?.loss ?? 1);
  });

  it('hold l and t too, with and without suppression', async () => {
    for (const suppression of [0, 0.1]) {
      const made = await make(`  ${quasi}
  sensitive: [{ column: people.pay, l: 3, t: 0.15, ordered: true }]
  suppression: ${suppression}
  method: fullDomain
  hierarchies: ${levels}`);
      // mutant: sensitive values left out of what the search is given
      for (const counts of made.counts) {
        expect(distinctDiversity(counts)).toBeGreaterThanOrEqual(3);
        expect(closeness(counts, 'ordered')).toBeLessThanOrEqual(0.15);
      }
      expect(made.smallest).toBeGreaterThanOrEqual(5);
      expect(made.suppressed).toBeLessThanOrEqual(people * suppression);
    }
  });

  it('take the values of a subject in other tables together', async () => {
    const made = await make(`  quasiIdentifiers: [people.sex, visits.place]
  sensitive: none
  suppression: 0
  method: fullDomain
  hierarchies:
    visits.place: { groups: [${areas}] }`);
    expect(made.suppressed).toBe(0);
    expect(made.smallest).toBeGreaterThanOrEqual(5);
    // mutant: each row of the other table taken for a subject of its own, which leaves places as they are
    expect(new Set(made.rows.visits.flat()).size).toBeLessThan(9);
  });

  it('are shown group by group where the method is multidimensional', async () => {
    const full = await make(`  ${quasi}
  sensitive: none
  method: fullDomain
  hierarchies: ${levels}`);
    const made = await make(`  ${quasi}
  sensitive: [{ column: people.pay, l: 2 }]
  method: multidimensional
  hierarchies: ${levels}`);
    expect(made.suppressed).toBe(0);
    expect(made.smallest).toBeGreaterThanOrEqual(5);
    expect(distinctDiversity(made.counts[0] ?? empty)).toBeGreaterThanOrEqual(2);
    expect(made.generalized?.loss).toBeLessThan(full.generalized?.loss ?? 0);
    // mutant: one level for all taken from the first group
    expect(new Set(made.rows.people.map(([value]) => widthOf(String(value)))).size).toBeGreaterThan(1);
  });

  it('are shown group by group within what is alike in other tables', async () => {
    const made = await make(`  quasiIdentifiers: [people.age, people.sex, visits.place]
  sensitive: none
  suppression: 0.1
  method: multidimensional
  hierarchies:
    people.age: { bands: [5, 10, 20] }
    visits.place: { groups: [${areas}] }`);
    expect(made.smallest).toBeGreaterThanOrEqual(5);
    expect(made.suppressed).toBeLessThanOrEqual(40);
  });

  it('are left out by l and t where columns leave as declared', async () => {
    const privacy = (models: string) => `  quasiIdentifiers: [people.sex, visits.place]
  sensitive: [{ column: people.pay, ${models} }]
  suppression: 0.5`;
    const k = await make(privacy('l: 1'));
    const made = await make(privacy('l: 4, t: 0.2'));
    expect(k.generalized).toBeUndefined();
    // mutant: only k asked of classes as declared
    expect(made.suppressed).toBeGreaterThan(k.suppressed);
    expect(distinctDiversity(made.counts[0] ?? empty)).toBe(4);
    expect(closeness(made.counts[0] ?? empty, 'equal')).toBeLessThanOrEqual(0.2);
  });
});

const empty = {
  starts: new Int32Array(1),
  codes: new Int32Array(),
  counts: new Int32Array(),
  totals: new Int32Array(),
  records: 0,
};
/** Null stays nothing on every level but the last. */
function widthOf(shown: string): number {
  const [from, to] = shown.split('..').map(Number);
  return to === undefined ? 1 : to - (from ?? 0) + 1;
}
