// Proposals of whole sources: what hangs on what, what leaves, and that they run as they are.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createKeyFile, type PolicyProposal, proposePolicy, runExtract } from '../../../datasets/extract.ts';
import { parsePolicy } from '../../../datasets/policy/parse-policy.ts';
import { sharedData } from '../../shared-data.ts';
import { createChinook, dropDatabase } from './chinook.ts';
import { writeLabelled } from './labelled-sources.ts';

const given = inject('postgres');
const database = `proposed_${process.pid}`;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'practicum-proposed-'));
  await createKeyFile(join(dir, 'bank.key'));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
  if (!('absent' in given)) await dropDatabase(given.url, database);
});

/** The extract that the proposal makes of its source, without a steward having touched it. */
async function runAsProposed(name: string, source: string, { policy }: PolicyProposal) {
  const policyPath = join(dir, `${name}.yaml`);
  await writeFile(policyPath, policy);
  return runExtract({
    policyPath,
    source,
    outDir: join(dir, name),
    keyPath: join(dir, 'bank.key'),
    allowUnsigned: true,
  });
}

const relationsOf = ({ relations }: PolicyProposal) =>
  relations
    .map(
      ({ child, columns, parent, reference }) => `${child}.${columns.join('+')} ${reference ? '~>' : '->'} ${parent}`,
    )
    .sort();

it('finds the keys, relations and owners of a bank that declares none, and its birth numbers', async (ctx) => {
  const berka = sharedData('berka');
  if (!berka) return ctx.skip('no data sets beside this clone');
  const proposal = await proposePolicy({ source: berka });
  expect(proposal.found.sure).toBe(true);
  expect(proposal.subject.table).toBe('client');
  // mutants: containment not asked for adds trans.account; sharing without its square makes districts belong to clients
  expect(relationsOf(proposal)).toEqual([
    'account.district_id ~> district',
    'card.disp_id -> disp',
    'client.district_id ~> district',
    'disp.account_id -> account',
    'disp.client_id -> client',
    'loan.account_id -> account',
    'order.account_id -> account',
    'trans.account_id -> account',
  ]);
  const { policy } = parsePolicy(Buffer.from(proposal.policy), 'berka.yaml');
  expect(policy.source.nulls).toEqual(['', '?']);
  expect(policy.source).toMatchObject({ dateFormat: 'YYMMDD', timestampFormat: 'YYMMDD hh:mm:ss' });
  expect(policy.privacy.quasiIdentifiers).toEqual(['client.birth_years', 'client.sex', 'client.district_id']);
  const outcome = await runAsProposed('berka', berka, proposal);
  expect(outcome.verdict).toBe('open');
});

it('reads a table without names of columns, and says that it tells of nobody', async (ctx) => {
  const german = sharedData('german');
  if (!german) return ctx.skip('no data sets beside this clone');
  const proposal = await proposePolicy({ source: german });
  expect(proposal.columns).toHaveLength(21);
  expect(proposal.columns.filter(({ role }) => role === 'directIdentifier')).toEqual([]);
  expect(proposal.policy).toContain('No table tells of people');
  expect((await runAsProposed('german', german, proposal)).verdict).toBe('open');
});

it('takes the keys that a database declares, and replaces whole persons', async (ctx) => {
  const script = sharedData('chinook', 'chinook.sql');
  if ('absent' in given) return ctx.skip(given.absent);
  if (!script) return ctx.skip('no data sets beside this clone');
  const url = await createChinook(given.url, database, script);
  const proposal = await proposePolicy({ source: url });
  expect(proposal.subject.table).toBe('customer');
  expect(relationsOf(proposal)).toContain('employee.reports_to ~> employee');
  expect(relationsOf(proposal)).toContain('invoice.customer_id -> customer');
  // A track is sold to many: were it a customer's own, all customers would be one.
  expect(relationsOf(proposal)).toContain('invoice_line.track_id ~> track');
  const ruleOf = (path: string) => proposal.columns.find(({ table, column }) => `${table}.${column}` === path)?.rule;
  expect(['first_name', 'last_name', 'email', 'phone', 'address'].map((name) => ruleOf(`customer.${name}`))).toEqual([
    'person',
    'person',
    'person',
    'dictionary',
    'address',
  ]);
  expect(ruleOf('invoice.invoice_date')).toBe('shiftDates');
  // Fifty-nine customers in twenty-four countries are no crowd: the gate says so, and no word of the policy is refused.
  const outcome = await runAsProposed('chinook', url, proposal);
  expect(outcome.verdict === 'closed' ? outcome.checks.filter(({ status }) => status === 'not-computed') : []).toEqual(
    [],
  );
});

it('holds no value of the source, says why for every column, and is the same at every run', async () => {
  const bank = await writeLabelled('bank', true, dir);
  if (!bank) throw new Error('expected a generated bank');
  const proposal = await proposePolicy({ source: bank.folder });
  const again = await proposePolicy({ source: bank.folder, threads: 1 });
  expect(again).toEqual(proposal);
  const customers = (await readFile(join(bank.folder, 'customers.csv'), 'utf8')).split('\n').slice(1);
  const values = new Set(
    customers.flatMap((line) => line.split(',')).filter((cell) => cell.length >= 6 && !/^\d{4}-/.test(cell)),
  );
  const words = proposal.policy.split(/[\s,[\]{}:#;"()]+/);
  // mutant: a reason that quotes the commonest value, caught here
  expect(words.filter((word) => values.has(word))).toEqual([]);
  for (const { column, reasons, confidence } of proposal.columns) {
    expect(proposal.policy).toContain(`# ${column}: `);
    expect(reasons.length).toBeGreaterThan(0);
    expect(confidence).toBeGreaterThan(0);
  }
  const outcome = await runAsProposed('bank', bank.folder, proposal);
  expect(outcome.verdict === 'closed' ? outcome.checks.filter(({ status }) => status === 'not-computed') : []).toEqual(
    [],
  );
});
