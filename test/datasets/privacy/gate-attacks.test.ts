import { expect, it } from 'vitest';
import type { ExtractPolicy } from '../../../datasets/policy/extract-policy.ts';
import { type AttackReport, checkAttacks } from '../../../datasets/privacy/gate-attacks.ts';
import { boundsOf } from '../../../datasets/privacy/gate-bounds.ts';

const policyOf = (privacy: Partial<ExtractPolicy['privacy']>) =>
  ({
    privacy: { tier: 'default', quasiIdentifiers: ['p.a'], sensitive: 'none', suppression: 0, risks: {}, ...privacy },
  }) as ExtractPolicy;

const report = (value: number, low: number, high: number): AttackReport => ({
  kind: 'inference',
  subject: 'illness',
  attacks: 500,
  successes: 1,
  control: { kind: 'outside', attacks: 500, successes: 1 },
  baselineSuccesses: 0,
  main: { value: 0.5, error: 0.01 },
  controlRate: { value: 0.4, error: 0.01 },
  baseline: { value: 0.1, error: 0.01 },
  risk: { value, low, high },
  beatsGuessing: true,
});

it.each([
  ['passes below the bound', [report(0.08, 0.05, 0.11)], 'passed', 0.08],
  ['fails above the bound', [report(0.1, 0.05, 0.15)], 'failed', 0.1],
  ['takes an excess that the interval does not tell from zero for noise', [report(0.2, 0, 0.5)], 'passed', 0.2],
  [
    'fails where one secret of several does, and shows that one',
    [report(0.3, 0, 0.6), report(0.1, 0.05, 0.15)],
    'failed',
    0.1,
  ],
] as const)('%s', (_what, reports, status, measured) => {
  // mutant: hold the upper end; caught by the first.
  expect(checkAttacks('inference', [...reports], policyOf({}))).toMatchObject({ status, measured, bound: 0.09 });
});

it('holds re-identification to one in k, and attacks to the share of the tier, unless the policy says otherwise', () => {
  expect(boundsOf(policyOf({ tier: 'internal' }))).toMatchObject({ prosecutor: 1 / 5, singlingOut: 0.2 });
  expect(boundsOf(policyOf({}))).toMatchObject({ prosecutor: 1 / 12, journalist: 1 / 12, linkability: 0.09 });
  expect(boundsOf(policyOf({})).prosecutor).toBeLessThan(0.09);
  expect(boundsOf(policyOf({ tier: 'external' }))).toMatchObject({ marketer: 1 / 20, inference: 0.05 });
  expect(boundsOf(policyOf({ k: 3 })).prosecutor).toBe(1 / 3);
  expect(boundsOf(policyOf({ risks: { singlingOut: 0.5 } }))).toMatchObject({ singlingOut: 0.5, inference: 0.09 });
});
