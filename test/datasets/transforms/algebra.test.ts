import { expect, it } from 'vitest';
import { type Expression, operations } from '../../../datasets/engines/expression.ts';
import type { Relation } from '../../../datasets/engines/relation.ts';
import { sourceColumnsOf } from '../../../datasets/policy/source-columns.ts';
import { transformNames } from '../../../datasets/policy/transform-names.ts';
import { compileTables } from '../../../datasets/transforms/compile-tables.ts';
import { policyOf, refuse } from './run-transforms.ts';

const rules: Record<string, Record<string, unknown>[]> = {
  keep: [{ keep: true }],
  pseudonymize: [{ pseudonymize: 'p' }, { type: 'integer', pseudonymize: 'p' }],
  permute: [
    { type: 'integer', permute: { domain: 'd', lowest: 1, highest: 9 } },
    { type: 'integer', permute: { domain: 'd', lowest: 1, highest: 9_999_999 } },
  ],
  preserveFormat: ['pan', 'iban', 'phone', 'digits'].map((kind) => ({ preserveFormat: { class: kind, domain: 'd' } })),
  dictionary: [{ dictionary: { class: 'city' } }],
  person: [{ person: { part: 'email', of: 'id' } }],
  address: [{ address: { part: 'full', of: 'id' } }],
  generalize: [
    { type: 'integer', generalize: { band: 10 } },
    { type: 'date', generalize: { yearBand: 10 } },
    { generalize: { birthNumber: 'sex' } },
    { generalize: { map: { a: 'b' }, otherwise: 'c' } },
  ],
  shiftDates: [{ type: 'timestamp', shiftDates: true }],
  clamp: [{ type: 'double', clamp: { top: 1.5 } }],
  round: [
    { type: 'double', round: { to: 0.5 } },
    { type: 'decimal(12,2)', round: { to: 0.5 } },
  ],
  noise: [{ type: 'integer', noise: { within: 5, per: 'subject' } }],
};

/** Every operation of a tree, wherever it stands. */
function operationsIn(tree: unknown, found = new Set<string>()): Set<string> {
  if (typeof tree !== 'object' || tree === null) return found;
  if ('kind' in tree && tree.kind === 'call') found.add(String((tree as { operation?: unknown }).operation));
  for (const part of Object.values(tree)) operationsIn(part, found);
  return found;
}

it.each(Object.entries(rules))(
  'compiles %s to the declared operations of the algebra, and to nothing else',
  (_name, all) => {
    for (const rule of all) {
      const policy = policyOf({ columns: { v: rule } });
      const [table] = compileTables(policy, sourceColumnsOf(policy, refuse), refuse);
      const [column] = table?.columns ?? [];
      const values: Relation = 'values';
      const built = column?.map?.build(values, [100]);
      const found = operationsIn([
        column?.value as Expression,
        column?.joins,
        built,
        column?.forbidden?.map(({ where }) => where),
      ]);
      expect([...found].filter((each) => !operations.some((known) => known === each))).toEqual([]);
      expect(column?.preserves).toBeDefined();
    }
  },
);

it('leaves no transform out', () => {
  // Redaction reads texts outside of the algebra, and has tests of its own.
  expect(Object.keys(rules).sort()).toEqual(
    transformNames.filter((each) => each !== 'drop' && each !== 'redact').sort(),
  );
});
