// Reading a query without running it agrees with the engine that will run it.
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkSubmission } from '../../../tracks/check-submission.ts';
import { getUseCase } from '../../../tracks/load-use-case.ts';
import { fixtureFiles } from '../fixture-files.ts';

const useCase = await getUseCase('pd-12');
const berka = await getUseCase('berka-pd');
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();

const types: Record<string, string> = {
  applied_on: 'DATE',
  opened_on: 'DATE',
  due_on: 'DATE',
  paid_on: 'DATE',
  decided_on: 'DATE',
  date: 'DATE',
  thin_file: 'BOOLEAN',
  defaulted_12m: 'BOOLEAN',
  purpose: 'VARCHAR',
  advice: 'VARCHAR',
  decision: 'VARCHAR',
  override_reason: 'VARCHAR',
  employment: 'VARCHAR',
  status: 'VARCHAR',
  type: 'VARCHAR',
  frequency: 'VARCHAR',
};

beforeAll(async () => {
  for (const { name, columns } of [...useCase.extract.tables, ...berka.extract.tables]) {
    const list = columns.map((column) => `"${column}" ${types[column] ?? 'DOUBLE'}`).join(', ');
    await connection.run(`CREATE TABLE "${name}" (${list})`);
  }
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function engineTakes(query: string): Promise<boolean> {
  return connection.run(`EXPLAIN ${query}`).then(
    () => true,
    () => false,
  );
}

/** Codes of findings about names in one query of an otherwise sound deliverable. */
function namesRefused(query: string): string[] {
  const task = useCase.tracks.find((track) => track.track === 'translators')?.tasks[0];
  if (!task) throw new Error('the translators have no task');
  const files = fixtureFiles('pd-12', 'translators', 'passing');
  const before = new TextDecoder().decode(files.get('queries.sql'));
  files.set('queries.sql', new TextEncoder().encode(`${before}\n-- Q9: is this one understood?\n${query};\n`));
  const extract = { tables: [...useCase.extract.tables, ...berka.extract.tables] };
  const about = ['unknownTable', 'unknownColumn', 'reservedWord', 'outsideExtract', 'notASelect'];
  return checkSubmission({ task, files, extract })
    .findings.map((finding) => finding.code)
    .filter((code) => about.includes(code));
}

// mutant: let FROM inside extract(…) open a list of tables, caught by the query with extract(year FROM …)
test.each([
  'SELECT count(*) FROM loans',
  'SELECT count(*) AS loans, sum(principal) AS applications FROM loans',
  'SELECT loans.principal, count(*) n FROM loans GROUP BY loans.principal',
  'SELECT sum(l.principal) AS lost FROM loans AS l, applications AS a WHERE l.application_id = a.application_id AND a.thin_file',
  "SELECT CASE WHEN bureau_score < 600 THEN 'low' ELSE 'high' END band, avg(amount) mean FROM applications GROUP BY band ORDER BY mean DESC NULLS LAST",
  'SELECT extract(year FROM applied_on) AS y, count(*) FROM applications GROUP BY y',
  "SELECT date_trunc('quarter', applied_on) AS quarter, count(*) FROM applications WHERE applied_on >= DATE '2025-07-01' - INTERVAL 3 MONTH GROUP BY ALL",
  'SELECT CAST(principal AS INTEGER) AS p, principal::DECIMAL(12,2) AS q, count(*) FROM loans GROUP BY 1, 2',
  'WITH bad AS (SELECT application_id, principal FROM loans WHERE defaulted_12m) SELECT count(b.principal) FROM bad b JOIN decisions d USING (application_id)',
  'WITH RECURSIVE steps(step) AS (SELECT 1 UNION ALL SELECT step + 1 FROM steps WHERE step < 3) SELECT count(step) FROM steps',
  'SELECT q.segment, sum(q.n) FROM (SELECT purpose AS segment, count(*) AS n FROM applications GROUP BY purpose) q GROUP BY q.segment',
  'SELECT count(*) FILTER (WHERE override_reason IS NOT DISTINCT FROM advice) FROM decisions',
  'SELECT purpose, count(*) FROM applications a WHERE EXISTS (SELECT 1 FROM loans l WHERE l.application_id = a.application_id) GROUP BY purpose HAVING count(*) > 10',
  'SELECT advice, avg(pd) OVER (PARTITION BY advice ORDER BY decided_on ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM decisions',
  "SELECT median(amount) FROM applications WHERE purpose IN ('car', 'travel') AND amount BETWEEN 1000 AND 30000",
  'SELECT count(*) AS "all of them" FROM "order" o LEFT JOIN loan ON loan.account_id = o.account_id',
  'SELECT status, count(DISTINCT account_id) FROM loan GROUP BY status UNION ALL SELECT frequency, count(*) FROM account GROUP BY frequency',
  'SELECT loan.date, loan."status", max(loan.amount) FROM main.loan GROUP BY loan.date, loan.status',
  'SELECT count(*) FROM loans l JOIN (decisions d JOIN applications a USING (application_id)) ON l.application_id = a.application_id',
  "SELECT /* the; comment */ 'it''s; FROM nowhere' AS words, count(*) FROM loans -- FROM nowhere\n",
  'SELECT substring(purpose FROM 1 FOR 3) AS start, count(*) FROM applications GROUP BY start',
  "SELECT coalesce(advice, decision) LIKE 'a%' AS starts, count(*) FROM decisions GROUP BY 1 LIMIT 5 OFFSET 1",
])('understands what the engine takes: %s', async (query) => {
  expect(await engineTakes(query)).toBe(true);
  expect(namesRefused(query)).toEqual([]);
});

test.each([
  ['SELECT count(*) FROM customer', 'unknownTable'],
  ['SELECT count(*) FROM loans JOIN bureau_snapshot USING (application_id)', 'unknownTable'],
  ['SELECT count(*) FROM loans WHERE default_12m', 'unknownColumn'],
  ['SELECT l.thin_file, count(*) FROM loans l GROUP BY l.thin_file', 'unknownColumn'],
  ['SELECT thin_file, count(*) FROM loans GROUP BY thin_file', 'unknownColumn'],
  ['SELECT x.principal, count(*) FROM loans l GROUP BY 1', 'unknownTable'],
  ['SELECT count(*) FROM loans WHERE principal > (SELECT avg(ammount) FROM applications)', 'unknownColumn'],
  ['SELECT count(*) AS loans FROM loans WHERE thin_file', 'unknownColumn'],
  ['SELECT count(*) FROM order', 'reservedWord'],
  ['INSERT INTO loans SELECT count(*) FROM loans', 'notASelect'],
  ["SELECT count(*) FROM read_csv('/etc/passwd')", 'outsideExtract'],
  ["SELECT count(*) FROM '/etc/passwd'", 'outsideExtract'],
])('refuses, as the engine would or should: %s', async (query, code) => {
  expect(namesRefused(query)).toContain(code);
  if (code !== 'outsideExtract' && code !== 'notASelect') expect(await engineTakes(query)).toBe(false);
});

test.each([useCase, berka])('the queries of the worked answer for $key run as they stand', async ({ key }) => {
  const text = new TextDecoder().decode(fixtureFiles(key, 'translators', 'passing').get('queries.sql'));
  for (const query of text.split(';').filter((part) => /select/i.test(part)))
    expect(await engineTakes(query.replace(/^(\s*--.*\n)+/, ''))).toBe(true);
});
