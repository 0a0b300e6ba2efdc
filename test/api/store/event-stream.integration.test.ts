// Events reach a client in order, once, from where it left off, and end when either side closes.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../api/clock.ts';
import { sendEventStream } from '../../../api/store/event-stream.ts';
import { newId } from '../../../api/store/ids.ts';
import { Outbox } from '../../../api/store/outbox.ts';
import { describeOnStores } from '../../stores.ts';

describeOnStores('the event stream', (store) => {
  const programmeId = newId('programme');
  const outbox = new Outbox();
  let app: FastifyInstance;
  let url: string;
  let open = 0;
  const closing = new AbortController();
  beforeAll(async () => {
    app = Fastify({ forceCloseConnections: true });
    app.decorate('closing', closing.signal);
    app.get('/events', (request, reply) => {
      open++;
      reply.raw.once('close', () => open--);
      return sendEventStream(request, reply, {
        store: store(),
        clock: systemClock,
        programmeId,
        includes: (event) => event.subject === 'mine',
        dataOf: (event) => event.data,
        endsWith: (event) => event.type === 'thing.ended',
      });
    });
    url = `${await app.listen({ port: 0 })}/events`;
  });
  afterAll(() => app.close());

  const append = (type: string, subject: string, n: number) =>
    store().transact((tx) => outbox.append(tx, { programmeId, type, subject, data: { n } }));

  /** Reads the stream until `enough` says so or it ends; then leaves. */
  async function read(headers: Record<string, string>, enough: (text: string) => boolean): Promise<string> {
    const request = get(url, { headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const piece of response) {
      text += piece;
      if (enough(text)) break;
    }
    request.destroy();
    return text;
  }
  const numbersIn = (text: string) => [...text.matchAll(/data: \{"n":(\d+)\}/g)].map((match) => Number(match[1]));

  test('tells what was and what comes, and resumes after the last that was read', async () => {
    await append('thing.done', 'mine', 1);
    await append('thing.done', 'theirs', 2);
    const reading = read({}, (text) => numbersIn(text).length === 2);
    await append('thing.done', 'mine', 3);
    const text = await reading;
    expect(numbersIn(text)).toEqual([1, 3]);

    const [first] = [...text.matchAll(/id: (\S+)/g)].map((match) => match[1]);
    await append('thing.ended', 'mine', 4);
    // mutant: an id per read instead of per event starts again before event 3's predecessor or after event 4
    const resumed = await read({ 'last-event-id': first ?? '' }, () => false);
    expect(numbersIn(resumed)).toEqual([3, 4]);
  });

  test('refuses a place that it never gave', async () => {
    expect((await app.inject({ url: '/events', headers: { 'last-event-id': '1; drop' } })).statusCode).toBe(400);
  });

  test('lets go of clients that left, and of all when the application closes', async () => {
    await expect.poll(() => open).toBe(0);
    const after = { 'last-event-id': '999999999-0' };
    const reading = read(after, () => false);
    await expect.poll(() => open).toBe(1);
    closing.abort();
    await reading;
    await expect.poll(() => open).toBe(0);
  });
});
