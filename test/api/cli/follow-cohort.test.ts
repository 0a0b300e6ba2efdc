// Following a cohort ends when the board says so, is woken by events, and gives up only when it was told to.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openFetchClient } from '../../../api/cli/clients/fetch-client.ts';
import type { Board } from '../../../api/cli/cohort-shapes.ts';
import { type Following, followCohort } from '../../../api/cli/follow-cohort.ts';
import { PersonApi } from '../../../api/cli/person-api.ts';
import { systemClock } from '../../../api/clock.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

/** A server with one cohort of two seats; `tell` sends an event to whoever listens. */
async function serveBoard(status: { now: string }) {
  let looks = 0;
  const listeners = new Set<(text: string) => void>();
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 1000\n\n');
      const write = (text: string) => void response.write(text);
      listeners.add(write);
      response.once('close', () => listeners.delete(write));
      return;
    }
    looks++;
    const seat = (email: string) => ({
      seatId: `sea_${email}`,
      learner: { email },
      track: 'builders',
      sandbox: { sandboxId: `sbx_${email}`, status: status.now, failure: null },
    });
    const board = { cohortId: 'coh_1', key: 'autumn', name: 'Autumn', status: 'open', seats: [seat('a'), seat('b')] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(board));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const client = openFetchClient(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const shown: string[] = [];
  const following: Following = {
    api: new PersonApi({ client, clock: systemClock, token: 'prt_x', signal }),
    clock: systemClock,
    signal,
    progress: {
      show: (name, done, total, note) => void shown.push(`${name} ${done}/${total} ${note}`),
      [Symbol.dispose]: () => {},
    },
    timeoutSeconds: undefined,
    settled: ({ sandbox }) => sandbox.status === 'ready',
    until: (board: Board) => board.seats.every(({ sandbox }) => sandbox.status === 'ready'),
  };
  const tell = () => {
    for (const write of listeners) write('id: 1-1\nevent: sandbox.changed\ndata: {}\n\n');
  };
  return { following, shown, tell, listeners, interrupt, looks: () => looks };
}

// mutant: without listening it takes the five seconds between looks, caught by the time
test('an event is enough to look again', async () => {
  const status = { now: 'starting' };
  const { following, shown, tell, listeners } = await serveBoard(status);
  const begun = performance.now();
  const followed = followCohort(following, 'coh_1');
  while (listeners.size === 0 || shown.length === 0) await sleep(10);
  status.now = 'ready';
  tell();
  const board = await followed;
  expect(performance.now() - begun).toBeLessThan(4_000);
  expect(board.seats).toHaveLength(2);
  expect(shown).toEqual(['builders 0/2 starting', 'builders 2/2 ready']);
  // Nobody listens any more.
  while (listeners.size > 0) await sleep(10);
});

test('what is ready already needs no event', async () => {
  const { following, looks } = await serveBoard({ now: 'ready' });
  await followCohort(following, 'coh_1');
  expect(looks()).toBe(1);
});

test('after its time it says how many wait, as something to ask again about', async () => {
  const { following, tell } = await serveBoard({ now: 'starting' });
  const nagging = setInterval(tell, 100);
  await expect(followCohort({ ...following, timeoutSeconds: 1 }, 'coh_1')).rejects.toMatchObject({
    exit: 'unreachable',
    message: expect.stringContaining('2 of 2 sandboxes of autumn still wait'),
  });
  clearInterval(nagging);
});

test('Ctrl-C ends it', async () => {
  const { following, interrupt, listeners } = await serveBoard({ now: 'starting' });
  const followed = followCohort(following, 'coh_1');
  while (listeners.size === 0) await sleep(10);
  interrupt.abort();
  await expect(followed).rejects.toThrow();
});
