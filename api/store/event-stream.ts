// Sends events of the outbox to a client as server-sent events, from where it left off.
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import { Problem } from '../problems.ts';
import type { ProgrammeId } from './ids.ts';
import { type EventCursor, type RecordedEvent, readEvents } from './outbox.ts';
import type { Store } from './store.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the application begins to close: whatever holds a connection open lets go of it. */
    closing: AbortSignal;
  }
}

const pollEveryMs = 400;
const heartbeatEveryMs = 15_000;
const eventsPerRead = 200;

export type EventStream = {
  store: Store;
  clock: Clock;
  programmeId: ProgrammeId;
  /** Which events of the programme the client is told. */
  includes: (event: RecordedEvent) => boolean;
  /** What it is told of each: nothing that it may not read. */
  dataOf: (event: RecordedEvent) => unknown;
  /** The stream ends after an event for which this is true; without it, when the client leaves. */
  endsWith?: (event: RecordedEvent) => boolean;
};

/**
 * Answers with `text/event-stream`: `id` is the cursor to resume from (the client sends it back as Last-Event-ID), `event` the
 * type, `data` JSON. Starts at the programme's first event without Last-Event-ID. Throws `invalid-request` on a cursor we never gave.
 */
export function sendEventStream(request: FastifyRequest, reply: FastifyReply, stream: EventStream): FastifyReply {
  const after = parseCursor(request.headers['last-event-id']);
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const ended = AbortSignal.any([left.signal, request.server.closing]);
  return reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(frames(stream, after, ended), { objectMode: false }));
}

async function* frames(stream: EventStream, after: EventCursor, ended: AbortSignal): AsyncGenerator<string> {
  let cursor = after;
  let saidAtMs = stream.clock.elapsedMs();
  // The first bytes tell client and proxies that the stream is open.
  yield `retry: 1000\n\n`;
  while (!ended.aborted) {
    const read = await readEvents(stream.store, {
      programmeId: stream.programmeId,
      after: cursor,
      limit: eventsPerRead,
    });
    for (const event of read.events.filter(stream.includes)) {
      yield `id: ${event.cursor}\nevent: ${event.type}\ndata: ${JSON.stringify(stream.dataOf(event))}\n\n`;
      saidAtMs = stream.clock.elapsedMs();
      if (stream.endsWith?.(event)) return;
    }
    cursor = read.cursor;
    if (read.events.length === eventsPerRead) continue;
    if (stream.clock.elapsedMs() - saidAtMs >= heartbeatEveryMs) {
      yield ': still here\n\n';
      saidAtMs = stream.clock.elapsedMs();
    }
    await stream.clock.sleep(pollEveryMs, ended);
  }
}

function parseCursor(header: string | string[] | undefined): EventCursor {
  if (header === undefined || header === '') return '0-0';
  if (typeof header === 'string' && /^\d{1,15}-\d{1,15}$/.test(header)) return header as EventCursor;
  throw new Problem(
    'invalid-request',
    `Expected a Last-Event-ID that a stream of ours gave, got ${JSON.stringify(header)}.`,
  );
}
