// Asks an application composed in this process, without a socket.
import type { FastifyInstance } from 'fastify';
import { type ApiAnswer, type ApiClient, NotReachable, StreamRefused } from '../client.ts';
import { parseEventStream } from './parse-event-stream.ts';

/** What composing the application gives; disposing it ends its loops and lets go of the state. */
export type ComposedApplication = AsyncDisposable & { app: Pick<FastifyInstance, 'inject'> };

export function openInjectionClient(composed: ComposedApplication, place: string): ApiClient {
  const { app } = composed;
  return {
    place,
    // Not cut off by a signal: work in this process ends by itself, and half an answer helps nobody.
    async request(method, path, { body, headers = {} } = {}) {
      const answer = await app.inject({
        method,
        url: path,
        headers: { ...headers },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : Buffer.from(body) }),
      });
      return { status: answer.statusCode, contentType: contentTypeOf(answer.headers), body: answer.rawPayload };
    },
    async *events(path, { headers = {}, signal }) {
      const answer = await app.inject({
        method: 'GET',
        url: path,
        headers: { ...headers, accept: 'text/event-stream' },
        payloadAsStream: true,
      });
      const stream = answer.stream();
      // As when a connection closes. Inject's own signal would make a failure of it in the application's eyes.
      const hangUp = () => void answer.raw.res.destroy();
      signal.addEventListener('abort', hangUp, { once: true });
      if (signal.aborted) hangUp();
      if (answer.statusCode !== 200) {
        const refused = { status: answer.statusCode, contentType: contentTypeOf(answer.headers) };
        throw new StreamRefused(path, {
          ...refused,
          body: Buffer.concat(await stream.toArray()),
        } satisfies ApiAnswer);
      }
      try {
        yield* parseEventStream(stream);
      } catch (cause) {
        if (!signal.aborted) throw new NotReachable(`${place} ended the stream ${path}.`, { connected: true, cause });
      }
    },
    [Symbol.asyncDispose]: () => composed[Symbol.asyncDispose](),
  };
}

function contentTypeOf(headers: Record<string, unknown>): string {
  return String(headers['content-type'] ?? '');
}
