import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  createKeyFile,
  readManifest,
  runExtract,
  signPolicy,
  verifyExtract,
  waiveCheck,
} from '../../datasets/extract.ts';
import { findIdentifiers } from '../../datasets/identifiers/find-identifiers.ts';
import { parseIdentifierSet } from '../../datasets/identifiers/identifier-set.ts';
import { bytesOf, query } from './read-extract.ts';
import { makeWorkplace, smallBank, smallBankPolicy, type Workplace } from './small-bank.ts';

const run = (place: Workplace, name: string, more: { threads?: number; keyPath?: string; asOf?: string } = {}) =>
  runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out(name),
    allowUnsigned: true,
    ...more,
  });

async function runOpen(
  place: Workplace,
  name: string,
  more: { threads?: number; keyPath?: string; asOf?: string } = {},
) {
  const outcome = await run(place, name, more);
  if (outcome.verdict === 'closed') throw new Error(`gate closed: ${JSON.stringify(outcome.checks)}`);
  return outcome;
}

it('gives the same bytes of every sealed file twice, at one thread and at two', async () => {
  await using place = await makeWorkplace();
  const one = await runOpen(place, 'one', { threads: 1 });
  const two = await runOpen(place, 'two', { threads: 2 });
  expect(two.digest).toBe(one.digest);
  // mutant: write rows without ORDER BY, or time in the manifest; caught by the comparison of bytes.
  expect(await bytesOf(place.out('two'))).toEqual(await bytesOf(place.out('one')));
});

it('shares no pseudonym between two keys', async () => {
  await using place = await makeWorkplace();
  const otherKey = place.out('other-key');
  await createKeyFile(otherKey);
  await runOpen(place, 'one');
  await runOpen(place, 'other', { keyPath: otherKey });
  const pseudonyms = async (name: string) => {
    const rows = await query(
      place.out(name),
      `SELECT person_id::VARCHAR AS p FROM '{dir}/people.parquet' UNION SELECT account_id::VARCHAR FROM '{dir}/accounts.parquet' UNION SELECT note_id FROM '{dir}/notes.parquet'`,
    );
    return new Set(rows.map(({ p }) => p));
  };
  // mutant: leave the key out of the hash; caught here.
  const others = await pseudonyms('other');
  expect([...(await pseudonyms('one'))].filter((pseudonym) => others.has(pseudonym))).toEqual([]);
});

it('leaves out a column that the policy does not name, whatever it holds', async () => {
  await using place = await makeWorkplace();
  const [header = [], ...rows] = smallBank['people'] ?? [];
  await runOpen(place, 'before');
  await place.writeTable('people', [[...header, 'secret'], ...rows.map((row) => [...row, 'hush'])]);
  await runOpen(place, 'after');
  expect(await bytesOf(place.out('after'))).toEqual(await bytesOf(place.out('before')));
});

it('closes over self references, two relations to one parent, composite keys, without an orphan', async () => {
  await using place = await makeWorkplace();
  const { manifest } = await runOpen(place, 'out');
  expect(manifest.relations).toHaveLength(7);
  for (const { child, columns, parent, parentColumns } of manifest.relations) {
    const on = columns.map((name, part) => `c.${name} = p.${parentColumns[part]}`).join(' AND ');
    const orphans = await query(
      place.out('out'),
      `SELECT * FROM '{dir}/${child}.parquet' c ANTI JOIN '{dir}/${parent}.parquet' p ON ${on} WHERE c.${columns[0]} IS NOT NULL`,
    );
    // mutant: close over children only; caught by boss_id and to_account.
    expect(orphans, `${child} → ${parent}`).toEqual([]);
  }
  // What came along beyond the subjects chosen is told: their bosses, who own nothing else here, and the districts.
  const bosses = await query(
    place.out('out'),
    `SELECT person_id FROM '{dir}/people.parquet' ANTI JOIN '{dir}/holders.parquet' USING (person_id)`,
  );
  const along = Object.fromEntries(manifest.subject.broughtAlong.map(({ table, rows }) => [table, rows]));
  expect(along['people']).toBe(bosses.length);
  // mutant: count members of chosen units too; districts belong to nobody and come along whole.
  expect(along).toMatchObject({ districts: 3 });
  expect(along['visits']).toBeUndefined();
});

it('takes whole units within the budget: everyone who shares an account, with all their rows', async () => {
  await using place = await makeWorkplace();
  await runOpen(place, 'out');
  const [counts] = await query(
    place.out('out'),
    `SELECT (SELECT count(*) FROM '{dir}/visits.parquet') AS visits, (SELECT count(*) FROM '{dir}/transfers.parquet') AS transfers,
      (SELECT count(*) FROM '{dir}/holders.parquet' WHERE account_id IN (SELECT account_id FROM '{dir}/holders.parquet' GROUP BY 1 HAVING count(*) = 2)) % 2 AS halves`,
  );
  expect(Number(counts?.['transfers'])).toBeGreaterThan(20);
  expect(Number(counts?.['transfers'])).toBeLessThanOrEqual(30);
  expect(counts?.['halves']).toBe(0n);
});

it('moves all dates of a unit by the same whole weeks, never by none', async () => {
  await using place = await makeWorkplace();
  await place.writePolicy(smallBankPolicy.replace('budget: 30', 'budget: all'));
  await runOpen(place, 'out');
  // In the source a transfer is booked three days after its account is opened, and its account twice as late as its holder joins.
  const gaps = await query(
    place.out('out'),
    `SELECT DISTINCT t.booked - a.opened AS gap FROM '{dir}/transfers.parquet' t JOIN '{dir}/accounts.parquet' a ON t.from_account = a.account_id`,
  );
  expect(gaps).toEqual([{ gap: 3n }]);
  const weekdays = await query(
    place.out('out'),
    `SELECT dayofweek(opened) AS weekday, count(*) AS n FROM '{dir}/accounts.parquet' GROUP BY 1 ORDER BY 1`,
  );
  const source = (smallBank['accounts'] ?? []).slice(1).map(([, opened]) => new Date(`${opened}`).getUTCDay());
  expect(weekdays.map(({ n }) => Number(n))).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((weekday) => source.filter((each) => each === weekday).length),
  );
  const unmoved = await query(
    place.out('out'),
    `SELECT min(opened) AS first, max(opened) AS last FROM '{dir}/accounts.parquet'`,
  );
  expect(unmoved[0]).not.toEqual({ first: new Date('2024-01-01'), last: new Date('2024-04-28') });
});

it('replaces names by none that the source knows, the same in every run', async () => {
  await using place = await makeWorkplace();
  await runOpen(place, 'out');
  const names = (await query(place.out('out'), `SELECT name FROM '{dir}/people.parquet'`)).map(({ name }) => name);
  const own = new Set((smallBank['people'] ?? []).map(([, name]) => name));
  expect(names.filter((name) => typeof name !== 'string' || own.has(name))).toEqual([]);
});

it('writes nothing when the gate is closed, and says which check closed it', async () => {
  await using place = await makeWorkplace();
  await place.writePolicy(smallBankPolicy.replace('email: drop', 'email: keep'));
  const before = await readdir(place.dir);
  const outcome = await run(place, 'out');
  // mutant: treat 'failed' as open; caught by the verdict.
  expect(outcome).toMatchObject({ verdict: 'closed' });
  expect(outcome.verdict === 'closed' && outcome.checks.find(({ name }) => name === 'identifiers')).toMatchObject({
    status: 'failed',
    detail: expect.stringContaining('e-mail in people.email'),
  });
  expect(await readdir(place.dir)).toEqual(before);
});

it.each([
  ['a kept birth number under its own name', 'email: drop', 'email: drop\n      birth_number: keep'],
  [
    'a kept birth number under another name',
    'email: drop',
    'email: drop\n      ref: { from: birth_number, keep: true }',
  ],
  [
    'a kept birth number that became a decimal',
    'email: drop',
    "email: drop\n      ref: { from: birth_number, type: 'decimal(12,2)', keep: true }",
  ],
  ['a kept name under another name', 'email: drop', 'email: drop\n      alias: { from: name, keep: true }'],
  ['a birth number in the words of the policy', 'name: small-bank', 'name: small-bank\ndescription: born 600238'],
])('closes the gate on %s', async (_what, from, to) => {
  await using place = await makeWorkplace();
  await place.writePolicy(smallBankPolicy.replace(from, to));
  expect(await run(place, 'out')).toMatchObject({ verdict: 'closed' });
});

it('does not take a number that equals a birth number by chance for a leak', async () => {
  await using place = await makeWorkplace();
  const [header = [], ...rows] = smallBank['notes'] ?? [];
  await place.writeTable('notes', [
    [...header, 'serial'],
    ...rows.map((row, at) => [...row, at === 8 ? 600238 : 700000 + at]),
  ]);
  await place.writePolicy(
    smallBankPolicy
      .replace('      kind: keep', '      kind: keep\n      serial: { type: integer, keep: true }')
      .replace('budget: 30', 'budget: all'),
  );
  expect(await run(place, 'out')).toMatchObject({ verdict: 'open' });
});

it('closes the gate below k, unless enough subjects may be left out', async () => {
  await using place = await makeWorkplace();
  // district 3 is given to three people only: too few for k = 5.
  const [header = [], ...rows] = smallBank['people'] ?? [];
  const lonely = rows.map((row, at) => row.map((value, part) => (part === 4 ? (at >= 57 ? 3 : 1 + (at % 2)) : value)));
  await place.writeTable('people', [header, ...lonely]);
  const all = smallBankPolicy.replace('budget: 30', 'budget: all');
  await place.writePolicy(all);
  expect(await run(place, 'closed')).toMatchObject({ verdict: 'closed' });
  await place.writePolicy(all.replace('tier: internal', 'tier: internal\n  suppression: 0.05'));
  const outcome = await runOpen(place, 'open');
  expect(outcome.manifest.subject).toMatchObject({ table: 'people', rows: 57, suppressed: 3 });
  expect(await query(place.out('open'), `SELECT region, count(*) AS n FROM '{dir}/people.parquet' GROUP BY 1`)).toEqual(
    [{ region: 'north', n: 57n }],
  );
});

it('leaves out whoever would bring a suppressed subject back in', async () => {
  await using place = await makeWorkplace();
  const [header = [], ...rows] = smallBank['people'] ?? [];
  // Three lonely bosses: their reports, and the reports' co-holders, point at them.
  const lonely = rows.map((row, at) =>
    row.map((value, part) => (part === 4 ? (at >= 10 && at <= 12 ? 3 : 1 + (at % 2)) : value)),
  );
  await place.writeTable('people', [header, ...lonely]);
  await place.writePolicy(
    smallBankPolicy
      .replace('budget: 30', 'budget: all')
      .replace('tier: internal', 'tier: internal\n  suppression: 0.5'),
  );
  const { manifest } = await runOpen(place, 'out');
  // mutant: suppress the small classes alone; the closure brings the bosses back, and k closes the gate.
  expect(manifest.subject).toMatchObject({ table: 'people', rows: 44, suppressed: 16 });
  const regions = await query(place.out('out'), `SELECT DISTINCT region FROM '{dir}/people.parquet'`);
  expect(regions).toEqual([{ region: 'north' }]);
});

it('leaves an identifier set that only its owner can read, which knows the source and says nothing', async () => {
  await using place = await makeWorkplace();
  await runOpen(place, 'out');
  const path = `${place.out('out')}.identifiers.json`;
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const text = await readFile(path, 'utf8');
  expect(text).not.toMatch(/Abendroth|mail\.test|600238/i);
  const set = parseIdentifierSet(text);
  expect(findIdentifiers('Spoke to Boris Abendroth, born 600238.', set).map(({ identifier }) => identifier)).toEqual([
    'name',
    'birth number',
  ]);
});

it('keeps the key out of every file it writes', async () => {
  await using place = await makeWorkplace();
  await runOpen(place, 'out');
  const key = (await readFile(place.keyPath, 'utf8')).trim();
  const raw = Buffer.from(key, 'base64');
  const written = [
    ...(await bytesOf(place.out('out'))).values(),
    await readFile(`${place.out('out')}.identifiers.json`),
  ];
  for (const bytes of written)
    for (const form of [key, raw, raw.toString('hex')]) expect(bytes.includes(form)).toBe(false);
});

it('records who signed the policy, and refuses a signature of another version', async () => {
  await using place = await makeWorkplace();
  expect((await runOpen(place, 'unsigned')).manifest.policy.signedBy).toBeNull();
  await signPolicy({ policyPath: place.policyPath, keyPath: place.keyPath, signer: 'steward@bank.test' });
  const { manifest } = await runOpen(place, 'signed');
  expect(manifest.policy.signedBy).toMatchObject({
    signer: 'steward@bank.test',
    keyFingerprint: manifest.keyFingerprint,
  });
  await place.writePolicy(smallBankPolicy.replace('budget: 30', 'budget: all'));
  await expect(run(place, 'changed')).rejects.toMatchObject({ code: 'bad-signature' });
});

it('refuses a policy that nobody has signed, unless it is told to go on without', async () => {
  await using place = await makeWorkplace();
  const before = await readdir(place.dir);
  const options = { policyPath: place.policyPath, source: place.source, keyPath: place.keyPath };
  const refused = runExtract({ ...options, outDir: place.out('out') });
  // mutant: take a missing signature for one that holds; caught here.
  await expect(refused).rejects.toMatchObject({ code: 'bad-signature', message: expect.stringMatching(/nobody/) });
  expect(await readdir(place.dir)).toEqual(before);
});

it('lets a check pass that the steward waived, the same bytes on every day until it runs out', async () => {
  await using place = await makeWorkplace();
  const { policyPath, keyPath } = place;
  const [header = [], ...rows] = smallBank['people'] ?? [];
  const lonely = rows.map((row, at) => row.map((value, part) => (part === 4 ? (at >= 57 ? 3 : 1 + (at % 2)) : value)));
  await place.writeTable('people', [header, ...lonely]);
  await place.writePolicy(smallBankPolicy.replace('budget: 30', 'budget: all'));
  await signPolicy({ policyPath, keyPath, signer: 'Steward' });
  const closed = await run(place, 'closed', { asOf: '2026-06-01' });
  if (closed.verdict === 'open') throw new Error('expected a closed gate');
  for (const { name } of closed.checks.filter(({ status }) => status === 'failed'))
    await waiveCheck({
      policyPath,
      keyPath,
      check: name as 'k-anonymity',
      reason: 'a closed room',
      given: '2026-01-01',
      until: '2026-12-31',
      steward: 'Steward',
    });
  const { manifest, digest } = await runOpen(place, 'june', { asOf: '2026-06-01' });
  expect(manifest.checks.find(({ name }) => name === 'k-anonymity')).toMatchObject({ status: 'waived' });
  expect(manifest.waivers.map(({ check, until }) => [check, until])).toContainEqual(['k-anonymity', '2026-12-31']);
  // mutant: write the day of the run into the manifest; caught by the digest.
  expect((await runOpen(place, 'july', { asOf: '2026-07-01' })).digest).toBe(digest);
  expect(await run(place, 'later', { asOf: '2027-01-01' })).toMatchObject({ verdict: 'closed' });
});

it('stops when it is cancelled and leaves nothing', async () => {
  await using place = await makeWorkplace();
  const before = await readdir(place.dir);
  const controller = new AbortController();
  const running = runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out('out'),
    allowUnsigned: true,
    signal: controller.signal,
    onProgress: ({ stage }) => stage === 'transform' && controller.abort(),
  });
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(place.dir)).toEqual(before);
});

it('leaves nothing half-made when it is killed, and the next run takes the rest away', async () => {
  await using place = await makeWorkplace();
  const options = {
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out('out'),
    allowUnsigned: true,
  };
  const program = `import { runExtract } from ${JSON.stringify(new URL('../../datasets/extract.ts', import.meta.url).href)};
    await runExtract({ ...${JSON.stringify(options)}, onProgress: ({ stage }) => stage === 'seal' && process.kill(process.pid, 'SIGKILL') });`;
  const killed = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(killed.signal).toBe('SIGKILL');
  const left = await readdir(place.dir);
  // mutant: write into the output folder itself; caught here.
  expect(left).not.toContain('out');
  expect(left.filter((name) => name.startsWith('.out.partial-'))).toHaveLength(1);
  await runOpen(place, 'out');
  expect((await readdir(place.dir)).filter((name) => name.startsWith('.out.partial-'))).toEqual([]);
  expect((await verifyExtract(place.out('out'))).ok).toBe(true);
});

it('tells how far it is, up to the last step', async () => {
  await using place = await makeWorkplace();
  const seen: { done: number; total: number }[] = [];
  await runExtract({
    policyPath: place.policyPath,
    source: place.source,
    keyPath: place.keyPath,
    outDir: place.out('out'),
    allowUnsigned: true,
    onProgress: ({ done, total }) => seen.push({ done, total }),
  });
  expect(seen.map(({ done }) => done)).toEqual(seen.map((_, at) => at + 1));
  expect(seen.at(-1)).toEqual({ done: seen.length, total: seen.length });
});

it('never writes over what is there', async () => {
  await using place = await makeWorkplace();
  const { digest } = await runOpen(place, 'out');
  await expect(run(place, 'out')).rejects.toMatchObject({ code: 'output-exists' });
  expect(await verifyExtract(place.out('out'))).toEqual({ ok: true, digest, problems: [] });
  expect((await readManifest(place.out('out'))).format).toBe('practicum-extract/1');
});
