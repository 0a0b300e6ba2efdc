import { expect, it } from 'vitest';
import { parsePolicy } from '../../../datasets/policy/parse-policy.ts';
import { sourceColumnsOf } from '../../../datasets/policy/source-columns.ts';
import { showQuasiIdentifiers } from '../../../datasets/privacy/shown-columns.ts';
import { assertKeysStayUnique } from '../../../datasets/transforms/assert-uniqueness.ts';
import { compileTables } from '../../../datasets/transforms/compile-tables.ts';
import { smallBankPolicy } from '../small-bank.ts';

function show(quasi: string, privacy: string) {
  const text = smallBankPolicy.replace(
    'quasiIdentifiers: [people.region]',
    `quasiIdentifiers: [${quasi}]\n  ${privacy}`,
  );
  const { policy, refuse } = parsePolicy(Buffer.from(text), 'small-bank.yaml');
  const own = compileTables(policy, sourceColumnsOf(policy, refuse), refuse);
  const shown = showQuasiIdentifiers(policy, own, new Map(), refuse);
  assertKeysStayUnique({ policy, tables: shown.tables, refuse });
  return shown;
}

const regionOf = (tables: ReturnType<typeof show>['tables']) =>
  tables.find(({ name }) => name === 'people')?.columns.find(({ output }) => output === 'region');

it('leaves columns alone where they leave as declared', () => {
  const { own, tables, quasi } = show('people.region', 'k: 5');
  expect(tables).toBe(own);
  expect(quasi).toEqual([]);
});

it('reads quasi-identifiers, and no other column, from what they are to show', () => {
  const { own, tables, quasi } = show('people.region', 'method: fullDomain');
  expect(quasi.map(({ path }) => path)).toEqual(['people.region']);
  expect(regionOf(tables)).toMatchObject({ preserves: 'lossy', value: { of: 'shown region', type: 'text' } });
  const others = (all: typeof tables) =>
    all.flatMap(({ columns }) => columns).filter(({ output }) => output !== 'region');
  expect(others(tables)).toEqual(others(own));
});

it('refuses a key as a quasi-identifier that may be generalized', () => {
  const turn = (method: string) => show('visits.turn', `k: 5\n  method: ${method}`);
  expect(() => turn('declared')).not.toThrow();
  // mutant: the shown column said to preserve what its own rule preserves
  expect(() => turn('fullDomain')).toThrow(
    /tables.visits.columns.turn: expected a transform that keeps different values different/,
  );
});

it.each([
  [
    'bands of a text',
    'people.region',
    'people.region: { bands: [5] }',
    /people.region: expected bands of a number, got text/,
  ],
  [
    'years of a number',
    'visits.turn',
    'visits.turn: { yearBands: [1] }',
    /visits.turn: expected yearBands of a date, got integer/,
  ],
])('refuses %s', (_what, quasi, hierarchy, message) => {
  expect(() => show(quasi, `method: fullDomain\n  hierarchies: { ${hierarchy} }`)).toThrow(message);
});
