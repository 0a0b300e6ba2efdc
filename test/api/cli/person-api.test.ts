// A POST is repeated when its connection broke, under one idempotency key, and never after an answer.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { NotReachable } from '../../../api/cli/client.ts';
import { openFetchClient } from '../../../api/cli/clients/fetch-client.ts';
import { PersonApi } from '../../../api/cli/person-api.ts';
import type { Clock } from '../../../api/clock.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

/** Pauses take no time; how long they would have taken is kept. */
async function withServer(handler: Handler, work: (api: PersonApi, seen: Seen) => Promise<void>): Promise<void> {
  const seen: Seen = { keys: [], pausesMs: [] };
  const server = createServer((request, response) => {
    seen.keys.push(request.headers['idempotency-key']);
    request.resume().once('end', () => handler(request, response, seen.keys.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clock: Clock = {
    sleep: async (milliseconds) => void seen.pausesMs.push(milliseconds),
    elapsedMs: () => 0,
  };
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await using client = openFetchClient(url);
  try {
    await work(new PersonApi({ client, clock, token: 'prt_x', signal: new AbortController().signal }), seen);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
type Seen = { keys: unknown[]; pausesMs: number[] };

const answer = (response: ServerResponse, status: number, document: unknown) =>
  response
    .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
    .end(JSON.stringify(document));

// mutant: a new key for each attempt makes two of what should be one, caught here
test('a POST whose connection breaks is repeated under the same key', async () => {
  const handler: Handler = (request, response, attempt) => {
    if (attempt < 3) request.socket.destroy();
    else answer(response, 201, { made: true });
  };
  await withServer(handler, async (api, { keys, pausesMs }) => {
    expect(await api.post('/api/things', {}, z.unknown())).toEqual({ made: true });
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(pausesMs).toEqual([250, 1_000]);
  });
});

test('its repeat waits while the first attempt is still being worked on', async () => {
  const inProgress = { code: 'request-in-progress', detail: 'wait' };
  const handler: Handler = (request, response, attempt) => {
    if (attempt === 1) request.socket.destroy();
    else answer(response, attempt === 2 ? 409 : 201, attempt === 2 ? inProgress : { made: true });
  };
  await withServer(handler, async (api) => {
    expect(await api.post('/api/things', {}, z.unknown())).toEqual({ made: true });
  });
});

test.each([409, 500, 503])('an answer of %i is final', async (status) => {
  const problem = { code: status === 409 ? 'already-exists' : 'store-unavailable', detail: 'no' };
  await withServer(
    (_request, response) => answer(response, status, problem),
    async (api, { keys }) => {
      await expect(api.post('/api/things', {}, z.unknown())).rejects.toMatchObject({ code: problem.code });
      expect(keys).toHaveLength(1);
    },
  );
});

test('two POSTs have two keys', async () => {
  await withServer(
    (_request, response) => answer(response, 200, {}),
    async (api, { keys }) => {
      await api.post('/api/things', {}, z.unknown());
      await api.post('/api/things', {}, z.unknown());
      expect(new Set(keys).size).toBe(2);
    },
  );
});

test('it gives up after four attempts, saying who does not answer', async () => {
  await withServer(
    (request) => request.socket.destroy(),
    async (api, { keys }) => {
      await expect(api.get('/api/things', z.unknown())).rejects.toBeInstanceOf(NotReachable);
      expect(keys).toHaveLength(4);
    },
  );
});

test('an answer that is no problem document is told as it is', async () => {
  const handler: Handler = (_request, response) => void response.writeHead(502).end('Bad gateway');
  await withServer(handler, async (api) => {
    await expect(api.get('/api/things', z.unknown())).rejects.toThrow(/answered 502 .* Bad gateway/);
  });
});

test('a list is read page after page', async () => {
  const handler: Handler = (request, response) => {
    const more = !request.url?.includes('pageToken=second%2Fpage');
    answer(response, 200, more ? { items: [1, 2], nextPageToken: 'second/page' } : { items: [3] });
  };
  await withServer(handler, async (api) => {
    expect(await api.list('/api/things?track=builders', z.int())).toEqual([1, 2, 3]);
  });
});

test('a stream that breaks is taken up after the last event', async () => {
  const resumedFrom: unknown[] = [];
  const handler: Handler = (request, response, attempt) => {
    resumedFrom.push(request.headers['last-event-id']);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`retry: 1000\n\nid: 1-${attempt}\nevent: seat.added\ndata: {"n":${attempt}}\n\n`, () => {
      if (attempt === 1) request.socket.destroy();
      else response.end();
    });
  };
  await withServer(handler, async (api) => {
    const data: string[] = [];
    for await (const event of api.events('/api/events', new AbortController().signal)) data.push(event.data);
    expect(data).toEqual(['{"n":1}', '{"n":2}']);
    expect(resumedFrom).toEqual([undefined, '1-1']);
  });
});
