import { expect, it } from 'vitest';
import { column, integer, less, nullOf } from '../../../../datasets/engines/expression.ts';
import { runExtract } from '../../../../datasets/extract.ts';
import type { Identifier } from '../../../../datasets/policy/privacy-declaration.ts';
import type { SourceColumns } from '../../../../datasets/policy/source-columns.ts';
import { scanControlTables } from '../../../../datasets/privacy/canaries/control-tables.ts';
import { plantCanaries } from '../../../../datasets/privacy/canaries/plant-canaries.ts';
import type { GateCheckName } from '../../../../datasets/privacy/gate-check.ts';
import { includedTable, rowColumn, sourceTable } from '../../../../datasets/working-tables.ts';
import { query } from '../../read-extract.ts';
import { makeWorkplace, smallBank, smallBankPolicy, type Workplace } from '../../small-bank.ts';
import { openEngine } from '../../with-engine.ts';

async function checksOf(place: Workplace, policy: string) {
  await place.writePolicy(policy);
  const outcome = await runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out('out'),
    allowUnsigned: true,
  });
  const checks = outcome.verdict === 'open' ? outcome.manifest.checks : outcome.checks;
  const statusOf = (name: GateCheckName) => checks.find((each) => each.name === name);
  return { verdict: outcome.verdict, statusOf };
}

it('sees a column leave whose few values chance alone would excuse', async () => {
  await using place = await makeWorkplace();
  // Two people have a birth number, under another name, with no context: the leak scan must let such hits pass.
  const [header = [], ...rows] = smallBank['people'] ?? [];
  const few = rows.map((row, at) => row.map((value, part) => (part === 3 && at > 1 ? '' : value)));
  await place.writeTable('people', [header, ...few]);
  const leaky = smallBankPolicy
    .replace('email: drop', 'email: drop\n      ref: { from: birth_number, type: integer, keep: true }')
    .replace('    tuple: [people.birth_number, people.district]\n', '')
    .replace('budget: 30', 'budget: all');
  const { verdict, statusOf } = await checksOf(place, leaky);
  expect(statusOf('identifiers')?.status).toBe('passed');
  // mutant: plant no canaries; the gate would be open.
  expect(statusOf('canaries')).toMatchObject({ status: 'failed', detail: expect.stringContaining('people.ref') });
  expect(verdict).toBe('closed');
});

it('leaves nothing of a canary in what is sealed', async () => {
  await using place = await makeWorkplace();
  const { verdict, statusOf } = await checksOf(place, smallBankPolicy.replace('budget: 30', 'budget: all'));
  expect(verdict).toBe('open');
  expect(statusOf('canaries')?.detail).toMatch(/the scan found all \d+ planted/);
  // mutant: take the canaries out of the outputs no more; integrity closes the gate, and these would be 63.
  const people = await query(place.out('out'), `SELECT count(*) AS n FROM '{dir}/people.parquet'`);
  expect(people).toEqual([{ n: 60n }]);
});

const identifiers: Identifier[] = [
  { name: 'name', columns: ['people.first', 'people.last'], class: 'fullName', context: [], minimumEntropyBits: 48 },
  { name: 'e-mail', columns: ['people.email'], class: 'email', context: [], minimumEntropyBits: 48 },
  { name: 'born', columns: ['people.born'], class: 'number', context: ['born'], minimumEntropyBits: 48 },
];
const columns: SourceColumns = new Map([
  [
    'people',
    new Map(
      (['first', 'last', 'email', 'born'] as const).map((name) => [
        name,
        { name, type: name === 'born' ? ('date' as const) : ('text' as const), askedAt: [], read: true },
      ]),
    ),
  ],
]);

async function withCanaries() {
  const place = await openEngine();
  const { engine, keys } = place;
  const source = { [rowColumn]: 'integer', first: 'text', last: 'text', email: 'text', born: 'date' } as const;
  await engine.createFromValues(sourceTable('people'), source, []);
  await engine.createFromValues(includedTable, { row: 'integer', unit: 'integer' }, []);
  const canaries = await plantCanaries(engine, { identifiers }, columns, keys);
  return { ...place, canaries, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}

const tables = [
  {
    name: 'people',
    key: ['first'],
    outputKey: [],
    columns: (['alias', 'memo', 'amount', 'seen'] as const).map((output, at) => ({
      output,
      source: output,
      sourceType: 'text' as const,
      label: 'keep',
      preserves: 'unique' as const,
      value: nullOf((['text', 'text', 'integer', 'date'] as const)[at] ?? 'text'),
    })),
  },
];

it('plants every identifier that a value fits, and names the others', async () => {
  await using place = await withCanaries();
  expect(place.canaries.unfit).toEqual(['born']);
  expect(place.canaries.rowsIn('people')).toBe(3);
  const rows = await place.engine.rows({
    from: { relation: sourceTable('people'), as: 's' },
    select: { email: column('s', 'email', 'text'), born: column('s', 'born', 'date') },
  });
  expect(rows.map(([email, born]) => [String(email).endsWith('@canary.invalid'), born])).toEqual(
    Array(3).fill([true, null]),
  );
});

it('finds what is planted whole, inside a sentence, and parted over two columns', async () => {
  await using place = await withCanaries();
  const { planted, missed } = await scanControlTables(place.engine, tables, place.canaries);
  // Two identifiers in two texts, whole and inside; one parted; none fits a number or a date.
  expect({ planted, missed }).toEqual({ planted: 9, missed: [] });
});

it('says so when the scan is blind', async () => {
  await using place = await withCanaries();
  const { engine, canaries } = place;
  const blind = { ...canaries, set: { ...canaries.set, key: Buffer.alloc(32, 1).toString('base64') } };
  const inside = await scanControlTables(engine, tables, blind);
  // mutant: count what was planted, not what was found; caught here: another key knows none of the hashes.
  expect(inside.missed).toEqual([
    'name inside people.alias',
    'name inside people.memo',
    'e-mail inside people.alias',
    'e-mail inside people.memo',
  ]);
  for (const { values } of canaries.gathered) await engine.remove(values, less(integer(0), integer(1)));
  const whole = await scanControlTables(engine, tables, canaries).catch(() => undefined);
  expect(whole?.missed.length).toBeGreaterThan(0);
});
