// Asks a server that runs, over HTTP.
import { type ApiAnswer, type ApiClient, type ApiMethod, NotReachable, StreamRefused } from '../client.ts';
import { parseEventStream } from './parse-event-stream.ts';

/** `base` is the server's address; the path of a proxied one is kept. */
export function openFetchClient(base: URL): ApiClient {
  const place = base.href.replace(/\/$/, '');
  const ask = async (method: ApiMethod, path: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(`${place}${path}`, { ...init, method, redirect: 'manual' });
    } catch (cause) {
      throw unreachable(place, cause);
    }
  };
  return {
    place,
    async request(method, path, { body, headers = {}, signal } = {}) {
      const init = { headers, ...(body === undefined ? {} : { body: bodyOf(body) }), ...(signal ? { signal } : {}) };
      return answerOf(await ask(method, path, init), place);
    },
    async *events(path, { headers = {}, signal }) {
      const response = await ask('GET', path, { headers: { ...headers, accept: 'text/event-stream' }, signal });
      if (!response.ok || !response.body) throw new StreamRefused(path, await answerOf(response, place));
      try {
        yield* parseEventStream(response.body);
      } catch (cause) {
        if (!signal.aborted) throw unreachable(place, cause);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

// A copy on a plain ArrayBuffer: what fetch takes.
const bodyOf = (body: string | Uint8Array) => (typeof body === 'string' ? body : new Uint8Array(body));

async function answerOf(response: Response, place: string): Promise<ApiAnswer> {
  try {
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, contentType: response.headers.get('content-type') ?? '', body };
  } catch (cause) {
    throw unreachable(place, cause);
  }
}

function unreachable(place: string, cause: unknown): NotReachable {
  const reason = cause instanceof Error ? cause.cause : undefined;
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
  return new NotReachable(`${place} does not answer. Start the server there (practicum serve), or name another one.`, {
    connected: brokenConnection.has(code),
    cause,
  });
}

const brokenConnection = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
