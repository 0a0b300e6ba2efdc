import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExtract } from '../../datasets/extract.ts';
import { bytesOf, query } from './read-extract.ts';
import { makeWorkplace, smallBank, smallBankPolicy, type Workplace } from './small-bank.ts';

const redacted = (accepted: number, more = '') =>
  smallBankPolicy.replace('memo: keep', `memo: { redact: { acceptedRecall: ${accepted}${more} } }`);

/** Every third transfer's memo names somebody: by name, e-mail or birth number. */
async function writeMemos(place: Workplace): Promise<void> {
  const people = smallBank['people']?.slice(1) ?? [];
  const [header = [], ...rows] = smallBank['transfers'] ?? [];
  const memos = rows.map((row, at) => {
    const [, name, email, birth] = people[at] ?? [];
    const said = [
      `Paid back to ${name} as agreed on the phone`,
      `Sent the contract to ${email} once more`,
      `ref ${birth} of the old loan`,
    ];
    return [...row.slice(0, -1), at % 4 === 3 ? 'rent for the flat' : (said[at % 4] ?? '')];
  });
  await place.writeTable('transfers', [header, ...memos]);
}

const run = (place: Workplace, name: string, threads = 2) =>
  runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out(name),
    allowUnsigned: true,
    threads,
  });

it('lets free text leave without a name in it, with its measured recall in the manifest', async () => {
  await using place = await makeWorkplace();
  await writeMemos(place);
  await place.writePolicy(redacted(0.8, ', types: [email, phone, personName]'));
  const outcome = await run(place, 'out');
  expect(outcome.verdict, JSON.stringify(outcome)).toBe('open');
  const memos = (
    await query(place.out('out'), `SELECT DISTINCT memo FROM '{dir}/transfers.parquet' ORDER BY memo`)
  ).map(({ memo }) => String(memo));
  expect(memos).toEqual([
    'Paid back to [PERSON_NAME] as agreed on the phone',
    'Sent the contract to [EMAIL] once more',
    'ref [NATIONAL_ID] of the old loan',
    'rent for the flat',
  ]);
  const report = JSON.parse(await readFile(join(place.out('out'), 'privacy.json'), 'utf8'));
  expect(report.redactions).toMatchObject([{ table: 'transfers', column: 'memo', acceptedRecall: 0.8 }]);
  const check =
    outcome.verdict === 'open' ? outcome.manifest.checks.find(({ name }) => name === 'redaction') : undefined;
  expect(check).toMatchObject({ status: 'passed', bound: 0.8 });
  expect(check?.detail).toMatch(
    /transfers\.memo, \d+ of \d+ texts redacted, found of planted: email \d+ of 100, .*e-mail 60 of 60, birth number 60 of 60/,
  );
});

it('closes the gate with the figures where the recall is below what the steward accepts', async () => {
  await using place = await makeWorkplace();
  await writeMemos(place);
  await place.writePolicy(redacted(1, ', types: [personName, lastName]'));
  const outcome = await run(place, 'out');
  expect(outcome.verdict).toBe('closed');
  const failed = outcome.verdict === 'closed' ? outcome.checks.filter(({ status }) => status === 'failed') : [];
  // mutant: the kind found best decides; caught here.
  expect(failed.map(({ name }) => name)).toEqual(['redaction']);
  expect(failed[0]?.measured).toBeLessThan(1);
});

it('gives the same bytes twice, at one thread and at two', async () => {
  await using place = await makeWorkplace();
  await writeMemos(place);
  await place.writePolicy(redacted(0.2));
  expect((await run(place, 'one', 1)).verdict).toBe('open');
  expect((await run(place, 'two', 2)).verdict).toBe('open');
  expect(await bytesOf(place.out('two'))).toEqual(await bytesOf(place.out('one')));
});

it('is closed by the leak scan where the same text is kept', async () => {
  await using place = await makeWorkplace();
  await writeMemos(place);
  const outcome = await run(place, 'out');
  const failed = outcome.verdict === 'closed' ? outcome.checks.filter(({ status }) => status === 'failed') : [];
  expect(failed.map(({ name }) => name)).toContain('identifiers');
});
