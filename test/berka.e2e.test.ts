// The proof on real input: a real bank, through the CLI alone, to a reviewed submission and a whole record of it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { trackNames } from '../tracks/track.ts';
import { type Practicum, practicumIn } from './api/cli/run-practicum.ts';
import { type Served, servePracticum } from './api/cli/serve-practicum.ts';
import { sharedData } from './shared-data.ts';
import { openFreshPostgres } from './stores.ts';

const bank = sharedData('berka');
const repository = join(import.meta.dirname, '..');
const policy = join(repository, 'tracks', 'policies', 'berka.yaml');
const fixture = join(import.meta.dirname, 'tracks', 'fixtures', 'berka-pd', 'builders', 'passing', 'problem_brief.md');

const owner = 'owner@bank.example';
const learner = 'builders-1@bank.example';
const reviewer = 'reviewer@bank.example';
const seats = trackNames.flatMap((track) => [1, 2].map((n) => ({ email: `${track}-${n}@bank.example`, track })));
const people = [
  { email: owner, roles: 'owner' },
  { email: reviewer, roles: 'reviewer' },
  ...seats.map(({ email }) => ({ email, roles: 'learner' })),
];

const Published = z.object({ digest: z.string() });
const Plan = z.object({ seats: z.object({ create: z.array(z.unknown()) }), blockers: z.array(z.unknown()) });
const Status = z.object({
  cohorts: z.array(
    z.object({
      key: z.string(),
      seats: z.array(
        z.object({
          seatId: z.string(),
          track: z.string(),
          learner: z.object({ email: z.string() }),
          sandbox: z.object({ sandboxId: z.string(), status: z.string() }),
        }),
      ),
    }),
  ),
});
const Receipt = z.object({ submissionId: z.string(), round: z.int(), submittedAt: z.string(), dueAt: z.string() });
const Refused = z.object({
  error: z.object({
    code: z.string(),
    findings: z.array(z.object({ code: z.string(), message: z.string(), path: z.string(), line: z.int() })),
  }),
});
const Claimed = z.object({
  round: z.object({ roundId: z.string(), submissionId: z.string(), round: z.int() }),
  files: z.array(z.string()),
  decisionFile: z.string(),
});
const Events = z.object({ items: z.array(z.object({ type: z.string(), payload: z.record(z.string(), z.unknown()) })) });

describe.each([{ engine: 'PGlite' as const }, { engine: 'PostgreSQL' as const }])('Berka on $engine', ({ engine }) => {
  const cleanUp = new AsyncDisposableStack();
  afterAll(() => cleanUp.disposeAsync());

  test('goes from a real bank to an accepted submission through the CLI alone', async (context) => {
    if (bank === undefined) return context.skip('the Berka data set does not lie beside this clone');
    const environment = await storeOf(engine, cleanUp);
    if ('absent' in environment) return context.skip(environment.absent);
    const home = await mkdtemp(join(tmpdir(), 'practicum-berka-'));
    cleanUp.defer(() => rm(home, { recursive: true, force: true }));
    const practicum = practicumIn(home, environment);

    await makeAndPublishExtract(practicum, home, bank);
    const served = cleanUp.use(await servePracticum(home, join(home, 'state'), environment));
    const seat = (await launchCohort(practicum, home)).find((each) => each.learner.email === learner);
    if (!seat) throw new Error(`${learner} has no seat`);
    for (const email of [owner, learner, reviewer]) await signIn(practicum, email);

    await queryTheExtract(served, home, seat.sandbox.sandboxId);
    await handIn(practicum, home, bank);
    await verifyOffline(practicum, served, home);
    await reviewToAcceptance(practicum, home);
    await expectWholeRecord(served, home);
    await closeCohort(practicum);
  });
});

async function storeOf(engine: 'PGlite' | 'PostgreSQL', cleanUp: AsyncDisposableStack) {
  if (engine === 'PGlite') return {};
  const postgres = inject('postgres');
  if ('absent' in postgres) return postgres;
  return { DATABASE_URL: cleanUp.use(await openFreshPostgres(postgres.url)).url };
}

// Before any server runs: each command opens the state directory itself.
async function makeAndPublishExtract(practicum: Practicum, home: string, source: string): Promise<void> {
  await writeFile(join(home, 'berka.yaml'), await readFile(policy));
  await practicum.json(0, 'key', 'create', 'bank.key');
  const rows = people.map(
    ({ email, roles }) => `${email},${email.split('@')[0]},Risk,Risk,Analyst,Europe/Prague,${roles}`,
  );
  await writeFile(join(home, 'people.csv'), ['email,name,team,department,jobRole,timeZone,roles', ...rows].join('\n'));
  expect(await practicum.json(0, 'people', 'add', 'people.csv', '--state', 'state')).toMatchObject({ added: 14 });
  await practicum.json(0, 'extract', 'sign', 'berka.yaml', '--state', 'state', '--as', 'Data Protection');
  const made = ['extract', 'run', 'berka.yaml', '--source', source, '--out', 'out/berka', '--key-file', 'bank.key'];
  const { digest } = Published.parse(await practicum.json(0, ...made));
  expect(await practicum.json(0, 'extract', 'verify', 'out/berka')).toMatchObject({ ok: true, digest });
  expect(await practicum.json(0, 'extract', 'publish', 'out/berka', '--state', 'state')).toMatchObject({ digest });
}

async function launchCohort(practicum: Practicum, home: string) {
  const manifest = {
    cohort: 'berka-autumn',
    name: 'Berka, autumn',
    useCase: 'berka-pd',
    starts: '2026-11-23',
    ends: '2027-02-21',
    timeZone: 'Europe/Prague',
    runtime: 'workspace',
    extract: 'out/berka',
    rosterCsv: 'roster.csv',
    reviewers: [{ email: reviewer, tracks: [...trackNames] }],
  };
  await writeFile(join(home, 'cohort.yaml'), stringify(manifest));
  await writeFile(
    join(home, 'roster.csv'),
    ['email,track', ...seats.map(({ email, track }) => `${email},${track}`)].join('\n'),
  );
  const plan = Plan.parse(await practicum.json(0, 'cohort', 'plan', 'cohort.yaml', '--state', 'state'));
  expect(plan.blockers).toEqual([]);
  expect(plan.seats.create).toHaveLength(12);
  await practicum.json(0, 'cohort', 'apply', 'cohort.yaml', '--state', 'state', '--timeout', '120');
  const status = Status.parse(await practicum.json(0, 'cohort', 'status', '--state', 'state'));
  const [cohort] = status.cohorts;
  expect(cohort?.seats.map((seat) => seat.sandbox.status)).toEqual(new Array(12).fill('ready'));
  expect(new Set(cohort?.seats.map((seat) => seat.track))).toEqual(new Set(trackNames));
  expect(new Set(cohort?.seats.map((seat) => seat.sandbox.sandboxId)).size).toBe(12);
  return cohort?.seats ?? [];
}

const tokenFile = (email: string) => `${email.split('@')[0]}.token`;
const as = (email: string) => ['--state', 'state', '--token-file', tokenFile(email)];

async function signIn(practicum: Practicum, email: string): Promise<void> {
  const link = z
    .object({ url: z.string() })
    .parse(await practicum.json(0, 'people', 'link', email, '--state', 'state'));
  const login = await practicum.json(0, 'login', link.url, ...as(email));
  expect(login).toMatchObject({ person: { email } });
}

async function ask(served: Served, home: string, email: string, path: string, json?: unknown): Promise<Response> {
  const token = (await readFile(join(home, tokenFile(email)), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(`${served.url}${path}`, {
    headers,
    ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
  });
}

async function queryTheExtract(served: Served, home: string, sandboxId: string): Promise<void> {
  const tool = `/sandboxes/${sandboxId}/tools/sql`;
  const page = await ask(served, home, learner, `${tool}/`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  const sql = 'select status, count(*) as loans from loan group by status order by status';
  const answer = await ask(served, home, learner, `${tool}/query`, { sql });
  expect(answer.status).toBe(200);
  const { rows } = z.object({ rows: z.array(z.tuple([z.string(), z.coerce.number()])) }).parse(await answer.json());
  expect(rows.map(([status]) => status)).toEqual(['A', 'B', 'C', 'D']);
  // The bank has 682 loans; those of subjects that k left out stay behind.
  const loans = rows.reduce((sum, [, count]) => sum + count, 0);
  expect(loans).toBeGreaterThan(600);
  expect(loans).toBeLessThanOrEqual(682);
  // Nobody else's way in, not even the owner's.
  expect((await ask(served, home, owner, `${tool}/`)).status).toBe(403);
}

async function handIn(practicum: Practicum, home: string, source: string): Promise<void> {
  const passing = await readFile(fixture, 'utf8');
  const submit = ['submit', '--task', 'B1', '--file', 'problem_brief.md', ...as(learner)];
  // A real person's: the first one of the bank's clients.
  const birthNumber = /^1;"(\d{6})"/m.exec(await readFile(join(source, 'client.asc'), 'utf8'))?.[1];
  if (birthNumber === undefined) throw new Error('client.asc has no first client');
  const leaked = passing.replace('## What is going wrong\n', `$&One of them has the birth number ${birthNumber}.\n`);
  await writeFile(join(home, 'problem_brief.md'), leaked);
  const refused = Refused.parse(await practicum.json(3, ...submit));
  expect(refused.error.code).toBe('submission-refused');
  const line = leaked.split('\n').findIndex((text) => text.includes(birthNumber)) + 1;
  expect(refused.error.findings).toContainEqual(
    expect.objectContaining({ code: 'identifier', path: 'problem_brief.md', line }),
  );
  // The refusal itself must not repeat what it found.
  expect(JSON.stringify(refused)).not.toContain(birthNumber);

  await writeFile(join(home, 'problem_brief.md'), passing);
  const receipt = await practicum.json(0, ...submit);
  expect(Receipt.parse(receipt).round).toBe(1);
  const { submittedAt, dueAt } = Receipt.parse(receipt);
  expect(Date.parse(dueAt) - Date.parse(submittedAt)).toBe(48 * 60 * 60 * 1000);
  await writeFile(join(home, 'receipt.json'), JSON.stringify(receipt));
  expect(await practicum.json(0, 'receipt', 'verify', 'receipt.json', '--state', 'state')).toMatchObject({
    valid: true,
  });
}

async function verifyOffline(practicum: Practicum, served: Served, home: string): Promise<void> {
  const verify = ['receipt', 'verify', 'receipt.json', '--public-key', 'receipt-key.json'];
  await writeFile(join(home, 'receipt-key.json'), await (await fetch(`${served.url}/api/receipt-key`)).text());
  expect(await practicum.json(0, ...verify)).toMatchObject({ valid: true });
  const receipt = await readFile(join(home, 'receipt.json'), 'utf8');
  await writeFile(join(home, 'receipt.json'), receipt.replace('"round":1', '"round":2'));
  expect(await practicum.json(7, ...verify)).toMatchObject({ valid: false });
}

async function reviewToAcceptance(practicum: Practicum, home: string): Promise<void> {
  const passing = await readFile(fixture, 'utf8');
  const first = Claimed.parse(await practicum.json(0, 'review', 'next', '--out', 'round-1', ...as(reviewer)));
  expect(await readFile(first.files[0] ?? '', 'utf8')).toBe(passing);
  // As it was laid out, nothing is decided yet.
  expect((await practicum('review', 'publish', first.decisionFile, ...as(reviewer))).exitCode).toBe(3);
  await fillIn(first.decisionFile, 'revise', 'L1');
  await practicum.json(0, 'review', 'publish', first.decisionFile, ...as(reviewer));
  await practicum.json(6, 'review', 'next', ...as(reviewer));

  const mended = passing.replace('## What we may know on the day\n', '$&Standing orders are left out of the table. ');
  await writeFile(join(home, 'problem_brief.md'), mended);
  const again = await practicum.json(0, 'submit', '--file', 'problem_brief.md', ...as(learner));
  expect(Receipt.parse(again).round).toBe(2);

  const second = Claimed.parse(await practicum.json(0, 'review', 'next', '--out', 'round-2', ...as(reviewer)));
  expect(second.round).toMatchObject({ round: 2, submissionId: Receipt.parse(again).submissionId });
  await fillIn(second.decisionFile, 'accept', 'L2');
  await practicum.json(0, 'review', 'publish', second.decisionFile, ...as(reviewer));
}

async function fillIn(decisionFile: string, verdict: string, level: string): Promise<void> {
  const Template = z.looseObject({ levels: z.array(z.looseObject({ criterion: z.string() })) });
  const template = Template.parse(parse(await readFile(decisionFile, 'utf8')));
  const levels = template.levels.map(({ criterion }) => ({
    criterion,
    level,
    evidence: 'problem_brief.md, the table',
    ...(level === 'L1' ? { comment: 'Say how the segments were cut, and for which years.' } : {}),
  }));
  const comment = 'The loss is found; say what it rests on.';
  await writeFile(decisionFile, stringify({ ...template, verdict, comment, levels }));
}

// Nothing is under review any more, so nothing holds the cohort.
async function closeCohort(practicum: Practicum): Promise<void> {
  const close = ['cohort', 'close', 'cohort.yaml', '--state', 'state', '--timeout', '120'];
  expect((await practicum(...close)).exitCode).toBe(3);
  expect(await practicum.json(0, ...close, '--confirm', 'berka-autumn')).toMatchObject({ status: 'closed' });
}

async function expectWholeRecord(served: Served, home: string): Promise<void> {
  const answer = await ask(served, home, owner, '/api/outcomes/events?pageSize=200');
  const { items } = Events.parse(await answer.json());
  const count = (type: string) => items.filter((event) => event.type === type).length;
  expect({
    'cohort.applied': count('cohort.applied'),
    'seat.added': count('seat.added'),
    'sandbox.ready': count('sandbox.ready'),
    'submission.refused': count('submission.refused'),
    'submission.sealed': count('submission.sealed'),
    'round.opened': count('round.opened'),
    'round.decided': count('round.decided'),
    'task.accepted': count('task.accepted'),
  }).toEqual({
    'cohort.applied': 1,
    'seat.added': 12,
    'sandbox.ready': 12,
    'submission.refused': 1,
    'submission.sealed': 2,
    'round.opened': 2,
    'round.decided': 2,
    'task.accepted': 1,
  });
  const decided = items.filter((event) => event.type === 'round.decided');
  expect(decided.map((event) => event.payload['verdict'])).toEqual(['revise', 'accept']);
  expect(await (await ask(served, home, owner, '/api/audit/verification')).json()).toMatchObject({ whole: true });
}
