import { expect, it } from 'vitest';
import { sourceColumnsOf } from '../../../datasets/policy/source-columns.ts';
import { assertDeclaredKeysStayUnique, assertKeysStayUnique } from '../../../datasets/transforms/assert-uniqueness.ts';
import { compileTables } from '../../../datasets/transforms/compile-tables.ts';
import { type Given, policyOf, refuse } from './run-transforms.ts';

/** Nothing is loaded here: the refusals come before anything runs. */
function judge(given: Given, uniqueKeys: string[][] = []): string | undefined {
  const policy = policyOf(given);
  const tables = compileTables(policy, sourceColumnsOf(policy, refuse), refuse);
  const schema = {
    kind: 'postgres' as const,
    tables: Object.keys(policy.tables).map((name) => ({
      ...{ name, comment: null, columns: [], foreignKeys: [], estimatedRows: null, partitions: [], inherits: [] },
      primaryKey: [],
      uniqueKeys,
    })),
    views: [],
  };
  try {
    assertKeysStayUnique({ policy, tables, refuse });
    assertDeclaredKeysStayUnique({ policy, tables, refuse }, schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const lossy: [string, Record<string, unknown>][] = [
  ['dictionary', { dictionary: { class: 'lastName' } }],
  ['generalize', { type: 'integer', generalize: { band: 10 } }],
  ['clamp', { type: 'integer', clamp: { top: 10 } }],
  ['round', { type: 'integer', round: { to: 10 } }],
  ['noise', { type: 'integer', noise: { within: 5 } }],
  ['person', { person: { part: 'lastName', of: 'id' } }],
  ['address', { address: { part: 'city', of: 'id' } }],
  ['shiftDates', { type: 'date', shiftDates: true }],
  ['preserveFormat', { preserveFormat: { class: 'pan', domain: 'd', otherwise: 'null' } }],
];

it.each(lossy)('refuses %s on a key of the policy, and on what the source declares unique', (name, rule) => {
  // mutant: look at the last column of the key only, or at primary keys only; caught by one of these.
  expect(judge({ columns: { id: rule } })).toMatch(
    new RegExp(`^tables\\.people\\.columns\\.id: expected .* because id is the key of people, got ${name} \\(`),
  );
  expect(judge({ columns: { v: rule } }, [['v']])).toMatch(/columns\.v: .* because v is unique in the source/);
  expect(judge({ columns: { v: rule } })).toBeUndefined();
});

const unique: [string, Record<string, unknown>][] = [
  ['keep', { keep: true }],
  ['drop', { drop: true }],
  ['pseudonymize', { pseudonymize: 'p' }],
  ['permute', { type: 'integer', permute: { domain: 'd', lowest: 1, highest: 9 } }],
  ['preserveFormat', { preserveFormat: { class: 'iban', domain: 'd' } }],
];

it.each(unique)('lets %s stand on a key, and on what the source declares unique', (_name, rule) => {
  expect(judge({ columns: { id: rule, v: rule } }, [['v']])).toBeUndefined();
});

it('lets a mailbox stand on a unique column where the key tells the persons', () => {
  const mail = { person: { part: 'email', of: 'id' } };
  expect(judge({ columns: { mail } }, [['mail']])).toBeUndefined();
  expect(judge({ columns: { mail: { person: { part: 'email', of: 'other' } } } }, [['mail']])).toMatch(/notGuaranteed/);
});

it('refuses it on a column that a relation points at', () => {
  const tables = {
    people: { key: ['id'], columns: { code: { generalize: { prefix: 2 } } } },
    cards: { key: ['card'], columns: { code: 'keep' } },
  };
  const relations = [{ child: 'cards', columns: ['code'], parent: 'people', parentColumns: ['code'] }];
  expect(judge({ tables, relations })).toMatch(/people\.columns\.code: .* because code is what cards points at/);
});

it('lets what is dropped by its own name, or leaves unique, go on as something coarser too', () => {
  const years = { from: 'id', generalize: { birthNumber: 'sex' } };
  expect(judge({ columns: { years } })).toMatch(/columns\.years: .* because id is the key/);
  expect(judge({ columns: { id: 'drop', years } })).toBeUndefined();
  expect(judge({ columns: { id: { pseudonymize: 'p' }, years } })).toBeUndefined();
});

it('lets a date that moves with its subject stand in a key beside what tells subjects apart', () => {
  const columns = { person: { pseudonymize: 'p' }, day: { type: 'date', shiftDates: true } };
  const tables = { people: { key: ['person', 'day'], columns } };
  expect(judge({ tables })).toBeUndefined();
  expect(judge({ tables: { people: { key: ['person', 'day'], columns: { ...columns, person: 'drop' } } } })).toMatch(
    /because day is the key of people, got shiftDates/,
  );
});
