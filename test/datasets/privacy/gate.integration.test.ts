import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExtract } from '../../../datasets/extract.ts';
import { type GateCheckName, gateCheckNames } from '../../../datasets/privacy/gate-check.ts';
import { makeWorkplace, smallBank, smallBankPolicy, type Workplace } from '../small-bank.ts';

const all = smallBankPolicy.replace('budget: 30', 'budget: all');

async function gateOf(place: Workplace, policy: string) {
  await place.writePolicy(policy);
  const { policyPath, source, keyPath } = place;
  const outDir = place.out(`out-${Math.abs(hashOf(policy))}`);
  const answers = policy.includes('\nplant:') ? { answerKeyDir: `${outDir}-answers` } : {};
  const outcome = await runExtract({ policyPath, source, keyPath, outDir, allowUnsigned: true, ...answers });
  const checks = outcome.verdict === 'open' ? outcome.manifest.checks : outcome.checks;
  const check = (name: GateCheckName) => checks.find((each) => each.name === name);
  return { verdict: outcome.verdict, checks, check, outDir };
}

const hashOf = (text: string) => [...text].reduce((hash, each) => (hash * 31 + each.charCodeAt(0)) | 0, 7);

/** The people with one more column. */
async function withColumn(place: Workplace, name: string, value: (at: number) => string | number): Promise<string> {
  const [header = [], ...rows] = smallBank['people'] ?? [];
  await place.writeTable('people', [[...header, name], ...rows.map((row, at) => [...row, value(at)])]);
  return all.replace('      email: drop', `      email: drop\n      ${name}: keep`);
}

it('answers every check of the list, in its order', async () => {
  await using place = await makeWorkplace();
  const { verdict, checks } = await gateOf(place, all);
  expect(verdict).toBe('open');
  // mutant: leave a check out of the table; the type fails, and this.
  expect(checks.map(({ name }) => name)).toEqual(gateCheckNames);
});

it('measures k and the three risks with the whole source as the population', async () => {
  await using place = await makeWorkplace();
  const { check } = await gateOf(place, all);
  // 40 people live in the north, 20 in the south.
  expect(check('k-anonymity')).toMatchObject({ status: 'passed', measured: 20, bound: 5 });
  expect(check('prosecutor-risk')).toMatchObject({ status: 'passed', measured: 0.05, bound: 0.2 });
  expect(check('journalist-risk')).toMatchObject({ status: 'passed', measured: 0.05, bound: 0.2 });
  expect(check('marketer-risk')).toMatchObject({ status: 'passed', measured: 0.0333333333333 });
  const half = await gateOf(place, smallBankPolicy);
  const [k, journalist] = [half.check('k-anonymity')?.measured ?? 0, half.check('journalist-risk')?.measured ?? 0];
  // mutant: take the release for the population; the journalist would be as sure as the prosecutor.
  expect(k).toBeLessThan(20);
  expect(journalist).toBe(0.05);
  expect(half.check('prosecutor-risk')?.measured).toBeCloseTo(1 / k, 11);
});

it('holds a risk to the bound that the policy gives', async () => {
  await using place = await makeWorkplace();
  const { verdict, check } = await gateOf(
    place,
    all.replace('sensitive: none', 'sensitive: none\n  risks: { marketer: 0.01 }'),
  );
  expect(verdict).toBe('closed');
  expect(check('marketer-risk')).toMatchObject({ status: 'failed', bound: 0.01 });
  expect(check('prosecutor-risk')).toMatchObject({ status: 'passed' });
});

it.each([
  ['distinct l that no class has', 'l: 5', 'l-diversity', 'failed', 4],
  ['distinct l that every class has', 'l: 4', 'l-diversity', 'passed', 4],
  ['recursive l whose c is too small', 'l: 2, diversity: recursive, c: 0.3', 'l-diversity', 'failed', 0.333333333333],
  ['t that is too strict', 't: 0.000001', 't-closeness', 'failed', undefined],
  ['t that holds', 't: 0.2', 't-closeness', 'passed', undefined],
] as const)('closes or opens on %s', async (_what, asked, name, status, measured) => {
  await using place = await makeWorkplace();
  // Every third person lives in the south: four illnesses fall evenly on both regions, seven nearly so.
  const policy = await withColumn(place, 'illness', (at) => `i${at % (name === 't-closeness' ? 7 : 4)}`);
  const { check } = await gateOf(
    place,
    policy.replace('sensitive: none', `sensitive: [{ column: people.illness, ${asked} }]`),
  );
  expect(check(name)).toMatchObject({ status, ...(measured === undefined ? {} : { measured }) });
});

it('reads a sensitive attribute of another table as what a subject has there', async () => {
  await using place = await makeWorkplace();
  const { check } = await gateOf(place, all.replace('sensitive: none', 'sensitive: [{ column: notes.kind, l: 2 }]'));
  // Some unit has calls alone, some letters alone, some both.
  expect(check('l-diversity')).toMatchObject({ status: 'passed', measured: expect.any(Number) });
  expect(check('inference')).toMatchObject({
    status: 'not-applicable',
    detail: expect.stringContaining('one value of a subject'),
  });
});

it('closes where an attribute that nobody shares singles people out, unless it is let pass', async () => {
  await using place = await makeWorkplace();
  const policy = await withColumn(place, 'nickname', (at) => `n${at}`);
  const { verdict, check } = await gateOf(place, policy);
  expect(verdict).toBe('closed');
  expect(check('singling-out')).toMatchObject({ status: 'failed', bound: 0.2 });
  expect(check('singling-out')?.measured).toBeGreaterThan(0.9);
  const borne = await gateOf(place, policy.replace('sensitive: none', 'sensitive: none\n  risks: { singlingOut: 1 }'));
  expect(borne.verdict).toBe('open');
});

it('closes where a secret can be guessed of people whom the quasi-identifiers tell apart', async () => {
  await using place = await makeWorkplace();
  const policy = await withColumn(place, 'illness', (at) => `i${at % 7}`);
  const asked = policy.replace('sensitive: none', 'sensitive: [{ column: people.illness, l: 2 }]');
  expect((await gateOf(place, asked)).check('inference')).toMatchObject({ status: 'passed' });
  // With a street of their own known, nearly everybody is alone with their secret.
  const [header = [], ...rows] = smallBank['people'] ?? [];
  await place.writeTable('people', [
    [...header, 'illness', 'street'],
    ...rows.map((row, at) => [...row, `i${(at * 5) % 7}`, `s${at}`]),
  ]);
  const known = asked
    .replace('illness: keep', 'illness: keep\n      street: keep')
    .replace('[people.region]', '[people.street]')
    .replace('tier: internal', 'tier: internal\n  k: 2');
  expect((await gateOf(place, known)).check('k-anonymity')).toMatchObject({ status: 'failed', measured: 1 });
  expect((await gateOf(place, known)).check('inference')).toMatchObject({ status: 'failed' });
});

it('prints what does not apply, and why', async () => {
  await using place = await makeWorkplace();
  const { verdict, check } = await gateOf(place, all.replace('[people.region]', 'none'));
  expect(verdict).toBe('open');
  for (const name of ['k-anonymity', 'prosecutor-risk', 'singling-out', 'linkability', 'inference'] as const)
    expect(check(name)).toMatchObject({ status: 'not-applicable', detail: 'the policy declares no quasi-identifiers' });
});

it('excuses an identifier that was planted, by its label, and not the same value elsewhere', async () => {
  await using place = await makeWorkplace();
  const keyed = all.replace(
    '      from_account: {',
    '      transfer_id: { type: integer, pseudonymize: transfer }\n      from_account: {',
  );
  const plant = `plant:\n  - { name: wrong-payee, about: a name in a memo, column: transfers.memo, share: 0.2, texts: [Boris Abendroth] }\n`;
  const planted = await gateOf(place, `${keyed}${plant}`);
  expect(planted.check('identifiers')).toMatchObject({ status: 'passed' });
  const [header = [], ...rows] = smallBank['transfers'] ?? [];
  await place.writeTable('transfers', [
    header,
    ...rows.map((row, at) => (at === 3 ? [...row.slice(0, 5), 'Boris Abendroth'] : row)),
  ]);
  // mutant: exempt the whole column; caught here.
  const leaked = await gateOf(place, `${keyed}${plant}# again\n`);
  expect(leaked.check('identifiers')?.status).toBe('failed');
});

it('reads the texts of a large column in parts, the last of them too', async () => {
  await using place = await makeWorkplace();
  const [header = []] = smallBank['transfers'] ?? [];
  const many = Array.from({ length: 20_050 }, (_, at) => [
    at + 1,
    1000 + (at % 60),
    1000,
    '2024-01-05',
    '1.00',
    at === 20_049 ? 'zz paid by Boris Abendroth' : `paid on ${at}`,
  ]);
  await place.writeTable('transfers', [header, ...many]);
  const { check } = await gateOf(place, all);
  // mutant: read the first part alone; caught here.
  expect(check('identifiers')).toMatchObject({ status: 'failed', detail: expect.stringContaining('transfers.memo') });
});

it('writes its report as data and as a page, which say the same and no value of the source', async () => {
  await using place = await makeWorkplace();
  const { outDir, checks } = await gateOf(place, all);
  const report = JSON.parse(await readFile(join(outDir, 'privacy.json'), 'utf8'));
  expect(report).toMatchObject({
    format: 'practicum-privacy-report/1',
    standing: 'pseudonymised',
    policy: { signedBy: null },
  });
  expect(report.checks).toEqual(checks);
  expect(report.safeHarbor.claimed).toBe(false);
  expect(report.identifiers.map(({ name }: { name: string }) => name)).toEqual(['name', 'e-mail', 'birth number']);
  expect(report.canaries).toMatchObject({ planted: 3, controls: { missed: [] } });
  const page = await readFile(join(outDir, 'privacy.html'), 'utf8');
  expect(page).toContain('Nobody has signed this policy.');
  expect(page).not.toMatch(/<script|https?:\/\/|src=|@import/i);
  for (const { detail } of checks) expect(page).toContain(detail.replaceAll("'", '&#39;').replaceAll('>', '&gt;'));
});
