// One body of claims over both clients: over HTTP, and by injection into an application of the same process.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Application, composeApplication } from '../../../api/application.ts';
import { type ApiClient, StreamRefused } from '../../../api/cli/client.ts';
import { openFetchClient } from '../../../api/cli/clients/fetch-client.ts';
import { openInjectionClient } from '../../../api/cli/clients/injection-client.ts';
import { PersonApi } from '../../../api/cli/person-api.ts';
import { systemClock } from '../../../api/clock.ts';
import { readEnvironment } from '../../../api/env.ts';
import { newId } from '../../../api/store/ids.ts';

let stateFolder = '';
let application: Application | undefined;
let token = '';
let url = '';

beforeAll(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'practicum-clients-'));
  application = await composeApplication({ environment: readEnvironment({}), stateFolder });
  token = (await readFile(join(stateFolder, 'owner.token'), 'utf8')).trim();
  url = await application.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await application?.[Symbol.asyncDispose]();
  await rm(stateFolder, { recursive: true, force: true });
});

const siblings: { name: string; open: () => ApiClient }[] = [
  { name: 'fetch', open: () => openFetchClient(new URL(url)) },
  {
    name: 'injection',
    open: () => {
      if (!application) throw new Error('the application was not composed');
      return openInjectionClient({ app: application.app, [Symbol.asyncDispose]: async () => {} }, 'here');
    },
  },
];

describe.each(siblings)('the $name client', ({ open }) => {
  const personApi = (client: ApiClient, as: { token: string | undefined } = { token }) =>
    new PersonApi({ client, clock: systemClock, ...as, signal: new AbortController().signal });

  test('gets JSON as the person of its token', async () => {
    await using client = open();
    const me = await personApi(client).get('/api/me', z.looseObject({ roles: z.array(z.string()) }));
    expect(me.roles).toEqual(['owner']);
  });

  test('throws the problem that the API answers with', async () => {
    await using client = open();
    await expect(personApi(client, { token: undefined }).get('/api/me', z.unknown())).rejects.toMatchObject({
      code: 'not-signed-in',
    });
    const manifest = 'cohort: x\nnam: y\n';
    await expect(personApi(client).post('/api/cohorts/plan', { manifest }, z.unknown())).rejects.toMatchObject({
      code: 'invalid-document',
      findings: expect.arrayContaining([expect.objectContaining({ line: 2, code: 'unknownKey' })]),
    });
  });

  test('posts, and puts bytes', async () => {
    await using client = open();
    const people = { people: [] };
    await expect(personApi(client).post('/api/people', people, z.unknown())).resolves.toEqual({
      added: 0,
      changed: 0,
      unchanged: 0,
    });
    const bytes = new TextEncoder().encode('some bytes');
    const sha256 = '9a5ab8d4a2a2ff6f3db43d1d8d6eb8c8d3d7ab3a9e7a34b0f0f0f0f0f0f0f0f0';
    await expect(personApi(client).putBytes(`/api/blobs/${sha256}`, bytes)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('The bytes have the SHA-256'),
    });
  });

  test('gives the answer to a stream that is refused', async () => {
    await using client = open();
    const stream = client.events('/api/cohorts/coh_00000000000000000000/events', {
      headers: { authorization: `Bearer ${token}` },
      signal: new AbortController().signal,
    });
    const refused = await drain(stream).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(StreamRefused);
    expect(refused).toMatchObject({ answer: { status: 404 } });
  });

  test('reads events of a stream until it is told to stop, and leaves nothing open', async () => {
    await using client = open();
    const stop = new AbortController();
    // A cohort whose stream stays open: it is made by hand, so that no sandbox has to start.
    const cohortId = await insertCohort();
    let seen = 0;
    const reading = (async () => {
      for await (const _event of client.events(`/api/cohorts/${cohortId}/events`, {
        headers: { authorization: `Bearer ${token}` },
        signal: stop.signal,
      }))
        seen++;
    })();
    await appendEvent(cohortId);
    for (let waited = 0; seen === 0 && waited < 100; waited++) await sleep(50);
    expect(seen).toBe(1);
    stop.abort();
    await expect(reading).resolves.toBeUndefined();
  });
});

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

let cohorts = 0;

async function insertCohort(): Promise<string> {
  if (!application) throw new Error('the application was not composed');
  const { deps, programmeId } = application;
  const cohortId = newId('cohort');
  await deps.store.transact(async (tx) => {
    await sql`
      insert into cohort (id, programme_id, key, name, use_case, starts, ends, time_zone, runtime, status, manifest, applied_at)
      values (${cohortId}, ${programmeId}, ${`by-hand-${++cohorts}`}, 'By hand', 'pd-12', '2026-11-23', '2026-12-23', 'UTC',
              'workspace', 'open', '', clock_now())`.execute(tx);
  });
  return cohortId;
}

async function appendEvent(cohortId: string): Promise<void> {
  if (!application) throw new Error('the application was not composed');
  const { deps, programmeId } = application;
  await deps.store.transact((tx) =>
    deps.outbox.append(tx, { programmeId, type: 'seat.noted', subject: cohortId, data: { cohortId } }),
  );
}
