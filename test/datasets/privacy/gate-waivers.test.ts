import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKeyFile } from '../../../datasets/keys/key-file.ts';
import { readPolicySignature, writePolicySignature } from '../../../datasets/keys/policy-signature.ts';
import type { Waiver } from '../../../datasets/policy/waiver.ts';
import { addWaiver, readWaivers, waiverFileOf } from '../../../datasets/policy/waiver-file.ts';
import { isOpen } from '../../../datasets/privacy/gate.ts';
import type { GateCheck } from '../../../datasets/privacy/gate-check.ts';
import { applyWaivers } from '../../../datasets/privacy/gate-waivers.ts';

const policyText = 'name: small\n';
const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex');
let dir = '';
let policyPath = '';
let keyPath = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'practicum-waivers-'));
  policyPath = join(dir, 'policy.yaml');
  keyPath = join(dir, 'steward.key');
  await writeFile(policyPath, policyText);
  await createKeyFile(keyPath);
  await writePolicySignature(policyPath, keyPath, 'Data Protection');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const waiver: Waiver = {
  check: 'k-anonymity',
  reason: 'closed room',
  given: '2026-01-10',
  until: '2026-12-31',
  steward: 'Data Protection',
};
const failed = (name: GateCheck['name']): GateCheck => ({ name, status: 'failed', detail: 'too few' });

type At = { text?: string; asOf: string | undefined };

async function applied(checks: GateCheck[], { text = policyText, asOf }: At = { asOf: '2026-06-01' }) {
  const policySha256 = sha256Hex(text);
  const signedBy = await readPolicySignature(policyPath, sha256Hex(policyText));
  return applyWaivers(checks, { waivers: await readWaivers(policyPath), policySha256, signedBy, asOf });
}

it('opens the gate over the one failed check that it names, and says who waived it, until when and why', async () => {
  await addWaiver(policyPath, keyPath, waiver);
  const { checks, applied: used } = await applied([failed('k-anonymity'), failed('l-diversity')]);
  expect(checks).toEqual([
    {
      name: 'k-anonymity',
      status: 'waived',
      detail: 'too few; waived by Data Protection until 2026-12-31: closed room',
    },
    failed('l-diversity'),
  ]);
  expect(used.map(({ check }) => check)).toEqual(['k-anonymity']);
  // mutant: take 'failed' for open where any waiver applied; caught by l-diversity.
  expect(isOpen(checks)).toBe(false);
  expect(isOpen(checks.slice(0, 1))).toBe(true);
});

it.each(['integrity', 'identifiers', 'canaries', 'metadata'] as const)('never waives %s', async (name) => {
  await expect(addWaiver(policyPath, keyPath, { ...waiver, check: name as 'k-anonymity' })).rejects.toMatchObject({
    code: 'bad-waiver',
    message: expect.stringContaining('expected a check that can be waived'),
  });
});

it('never waives what could not be computed', async () => {
  await addWaiver(policyPath, keyPath, waiver);
  const unknown: GateCheck = { name: 'k-anonymity', status: 'not-computed', detail: 'broke' };
  // mutant: waive every status but passed; caught here.
  expect((await applied([unknown])).checks).toEqual([unknown]);
});

it.each<[string, Partial<Waiver>, At, RegExp]>([
  ['of another version of the policy', {}, { text: 'name: other\n', asOf: '2026-06-01' }, /another version/],
  ['that ran out', {}, { asOf: '2027-01-01' }, /ran out on 2026-12-31/],
  ['that has not begun', {}, { asOf: '2026-01-09' }, /begins on 2026-01-10/],
  ['without a day to hold it against', {}, { asOf: undefined }, /what day/],
])('does not hold one %s', async (_what, change, at, why) => {
  await addWaiver(policyPath, keyPath, { ...waiver, ...change });
  const { checks, applied: used } = await applied([failed('k-anonymity')], at);
  expect(checks[0]).toMatchObject({ status: 'failed', detail: expect.stringMatching(why) });
  expect(used).toEqual([]);
});

it('holds on its last day', async () => {
  await addWaiver(policyPath, keyPath, waiver);
  // mutant: until <= asOf; caught here.
  expect((await applied([failed('k-anonymity')], { asOf: '2026-12-31' })).checks[0]?.status).toBe('waived');
});

it('does not hold one by another key than the one that signed the policy', async () => {
  const other = join(dir, 'other.key');
  await createKeyFile(other);
  await addWaiver(policyPath, other, waiver);
  // mutant: accept any genuine signature; caught here.
  expect((await applied([failed('k-anonymity')])).checks[0]).toMatchObject({
    status: 'failed',
    detail: expect.stringContaining('with another key'),
  });
});

it('does not hold one for a policy that nobody has signed', async () => {
  await addWaiver(policyPath, keyPath, waiver);
  await rm(`${policyPath}.sig`);
  expect((await applied([failed('k-anonymity')])).checks[0]?.detail).toContain('nobody has signed');
});

it.each(['reason', 'until', 'given', 'steward', 'check', 'policySha256'] as const)(
  'refuses one whose %s was changed after it was signed',
  async (field) => {
    await addWaiver(policyPath, keyPath, waiver);
    const file = JSON.parse(await readFile(waiverFileOf(policyPath), 'utf8'));
    const others = { reason: 'x', until: '2029-01-01', given: '2025-01-01', steward: 'x', check: 'fidelity' };
    file.waivers[0][field] = { ...others, policySha256: sha256Hex('x') }[field];
    await writeFile(waiverFileOf(policyPath), JSON.stringify(file));
    // mutant: leave the field out of what is signed; caught for each of them.
    await expect(readWaivers(policyPath)).rejects.toMatchObject({ code: 'bad-signature' });
  },
);

it('replaces an earlier waiver of the same check, and keeps those of others', async () => {
  await addWaiver(policyPath, keyPath, waiver);
  await addWaiver(policyPath, keyPath, { ...waiver, check: 'fidelity' });
  await addWaiver(policyPath, keyPath, { ...waiver, reason: 'still closed' });
  expect((await readWaivers(policyPath)).map(({ check, reason }) => [check, reason])).toEqual([
    ['fidelity', 'closed room'],
    ['k-anonymity', 'still closed'],
  ]);
});

it.each<[string, Partial<Waiver>]>([
  ['a day that does not exist', { until: '2026-02-30' }],
  ['a last day before the first', { until: '2026-01-09' }],
  ['no reason', { reason: '  ' }],
])('refuses to sign one with %s', async (_what, change) => {
  await expect(addWaiver(policyPath, keyPath, { ...waiver, ...change })).rejects.toMatchObject({ code: 'bad-waiver' });
});
