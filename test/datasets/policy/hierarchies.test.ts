import { expect, it } from 'vitest';
import { parsePolicy } from '../../../datasets/policy/parse-policy.ts';
import { smallBankPolicy } from '../small-bank.ts';

const parse = (privacy: string) =>
  parsePolicy(
    Buffer.from(
      smallBankPolicy.replace('quasiIdentifiers: [people.region]', `quasiIdentifiers: [people.region]\n  ${privacy}`),
    ),
    'small-bank.yaml',
  ).policy.privacy;

it('takes columns as they are declared unless a method is named', () => {
  expect(parse('k: 5')).toMatchObject({ method: 'declared', hierarchies: {} });
  expect(parse('method: fullDomain')).toMatchObject({ method: 'fullDomain', hierarchies: {} });
});

it.each([
  [
    'hierarchies nobody uses',
    'hierarchies: { people.region: { prefixes: [1] } }',
    /expected no hierarchies where privacy.method is declared/,
  ],
  [
    'a column that is no quasi-identifier',
    'method: fullDomain\n  hierarchies: { people.joined: { prefixes: [1] } }',
    /expected one of privacy.quasiIdentifiers, got people.joined/,
  ],
  [
    'two ways at once',
    'method: fullDomain\n  hierarchies: { people.region: { prefixes: [1], bands: [5] } }',
    /expected exactly one of bands, .*got bands with prefixes/,
  ],
  [
    'no way at all',
    'method: fullDomain\n  hierarchies: { people.region: {} }',
    /expected exactly one of bands, .*got none/,
  ],
  // mutant: widths that only grow
  [
    'bands that cross',
    'method: fullDomain\n  hierarchies: { people.region: { bands: [5, 12] } }',
    /expected each width to be a larger multiple of the one before, got 12 after 5/,
  ],
  [
    'prefixes that grow',
    'method: fullDomain\n  hierarchies: { people.region: { prefixes: [2, 3] } }',
    /expected ever fewer characters, got 3 after 2/,
  ],
])('refuses %s', (_what, privacy, message) => {
  expect(() => parse(privacy)).toThrow(message);
});

it('refuses a method without quasi-identifiers', () => {
  const none = smallBankPolicy.replace(
    'quasiIdentifiers: [people.region]',
    'quasiIdentifiers: none\n  method: fullDomain',
  );
  expect(() => parsePolicy(Buffer.from(none), 'p.yaml')).toThrow(/expected quasi-identifiers to generalize, got none/);
});
