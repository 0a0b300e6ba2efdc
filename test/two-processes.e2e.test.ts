// Two API processes over one PostgreSQL, each with a state directory of its own, work as one.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { type StartedServer, startServerWith } from './started-server.ts';
import { openFreshPostgres } from './stores.ts';

const Cohorts = z.object({ items: z.array(z.object({ cohortId: z.string() })) });
const Board = z.object({
  seats: z.array(
    z.object({
      seatId: z.string(),
      track: z.string(),
      sandbox: z.object({ sandboxId: z.string(), status: z.string() }),
    }),
  ),
});
const Session = z.object({ token: z.string() });

async function ask(server: StartedServer, path: string, token?: string, json?: unknown): Promise<Response> {
  return fetch(`${await server.url()}${path}`, {
    ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
    headers: {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
}

test('what one process does the other has: people, sandboxes, files, extract, submissions', async (context) => {
  const postgres = inject('postgres');
  if ('absent' in postgres) return context.skip(postgres.absent);
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'practicum-two-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const database = cleanUp.use(await openFreshPostgres(postgres.url));
  const start = (name: string, ...options: string[]) => {
    const state = join(folder, name);
    const server = startServerWith({ DATABASE_URL: database.url }, '--port', '0', '--state', state, ...options);
    cleanUp.defer(async () => {
      await server.end('SIGINT');
    });
    return server;
  };
  const first = start('first');
  const link = new URL(await first.line(/^ {2}learner +(http:\S+)$/)).searchParams.get('link');
  const second = start('second', '--no-demo');
  await second.line(/^Ctrl-C stops/);

  // A link that the first one printed lets in at the second, once for both.
  const session = Session.parse(await (await ask(second, '/api/sign-in', undefined, { link })).json());
  expect((await ask(first, '/api/sign-in', undefined, { link })).status).toBe(401);
  const owner = readFileSync(join(folder, 'first', 'owner.token'), 'utf8').trim();
  const { items } = Cohorts.parse(await (await ask(second, '/api/cohorts', owner)).json());
  const board = Board.parse(await (await ask(second, `/api/cohorts/${items[0]?.cohortId}`, owner)).json());
  expect(board.seats.map((seat) => seat.sandbox.status)).toEqual(new Array(12).fill('ready'));

  const mine = z
    .object({ items: z.array(z.object({ seatId: z.string(), sandbox: z.object({ sandboxId: z.string() }) })) })
    .parse(await (await ask(first, '/api/seats?mine=true', session.token)).json()).items[0];
  if (!mine) throw new Error('the learner has no seat');
  const query = { sql: 'select count(*) from loans' };
  for (const server of [first, second]) {
    const tool = `/sandboxes/${mine.sandbox.sandboxId}/tools/sql/query`;
    expect((await ask(server, tool, session.token, query)).status).toBe(200);
  }

  // Written through one, handed in through the other, read through the first again.
  const brief = join(import.meta.dirname, 'tracks/fixtures/pd-12/builders/passing/problem_brief.md');
  const written = await fetch(`${await first.url()}/api/sandboxes/${mine.sandbox.sandboxId}/files/problem_brief.md`, {
    method: 'PUT',
    body: readFileSync(brief),
    headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/octet-stream' },
  });
  expect(written.ok).toBe(true);
  const receipt = await ask(second, `/api/seats/${mine.seatId}/submissions`, session.token, { task: 'B1' });
  expect(receipt.status).toBe(201);
  const { submissionId } = z.object({ submissionId: z.string() }).parse(await receipt.json());
  const file = await ask(first, `/api/submissions/${submissionId}/files/problem_brief.md`, session.token);
  expect(await file.text()).toBe(readFileSync(brief, 'utf8'));
});
