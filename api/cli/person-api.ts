// Asks the API as one person: JSON in and out, problems thrown, a POST repeated only when no answer came.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { Problem, type ProblemCode, problemCodes } from '../problems.ts';
import { CliError } from './cli-error.ts';
import {
  type ApiAnswer,
  type ApiClient,
  type ApiEvent,
  type ApiMethod,
  type ApiRequest,
  NotReachable,
  StreamRefused,
} from './client.ts';

const ProblemAnswer = z.object({
  code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  findings: z
    .array(z.object({ code: z.string(), message: z.string(), path: z.string().optional(), line: z.int().optional() }))
    .default([]),
});

const pausesMs = [250, 1_000, 3_000];

type PersonApiParts = {
  client: ApiClient;
  clock: Clock;
  /** Nobody yet: only what is public answers. */
  token: string | undefined;
  signal: AbortSignal;
};

export class PersonApi {
  readonly #parts: PersonApiParts;
  /** Somebody is there: when they are gone for a moment (a restart), it is worth to ask again. */
  #answered = false;

  constructor(parts: PersonApiParts) {
    this.#parts = parts;
  }

  get place(): string {
    return this.#parts.client.place;
  }

  /** All of these throw the `Problem` that the API answered with, or NotReachable. */
  async get<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    return readJson(path, await this.#ask('GET', path, {}), shape);
  }

  async getBytes(path: string): Promise<Uint8Array> {
    return (await this.#ask('GET', path, {})).body;
  }

  async post<T>(path: string, json: unknown, shape: z.ZodType<T>): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    return readJson(path, await this.#ask('POST', path, { body: JSON.stringify(json), headers }), shape);
  }

  async put<T>(path: string, json: unknown, shape: z.ZodType<T>): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return readJson(path, await this.#ask('PUT', path, { body: JSON.stringify(json), headers }), shape);
  }

  async putBytes(path: string, body: Uint8Array): Promise<void> {
    await this.#ask('PUT', path, { body, headers: { 'content-type': 'application/octet-stream' } });
  }

  /** Every item of a list, page after page. */
  async list<T>(path: string, item: z.ZodType<T>): Promise<T[]> {
    const page = z.object({ items: z.array(item), nextPageToken: z.string().optional() });
    const items: T[] = [];
    let token: string | undefined;
    do {
      const separator = path.includes('?') ? '&' : '?';
      const query = token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`;
      const answer = await this.get(`${path}${separator}pageSize=200${query}`, page);
      items.push(...answer.items);
      token = answer.nextPageToken;
    } while (token !== undefined);
    return items;
  }

  /** Events from the first one on; a stream that breaks is taken up where it broke. */
  async *events(path: string, stop: AbortSignal): AsyncGenerator<ApiEvent> {
    const signal = AbortSignal.any([stop, this.#parts.signal]);
    let last: string | undefined;
    for (let failures = 0; !signal.aborted; ) {
      try {
        const headers = { ...this.#authorization(), ...(last === undefined ? {} : { 'last-event-id': last }) };
        for await (const event of this.#parts.client.events(path, { headers, signal })) {
          failures = 0;
          last = event.id ?? last;
          yield event;
        }
        return;
      } catch (error) {
        if (error instanceof StreamRefused) throw problemOf(path, error.answer);
        const pause = pausesMs[failures++];
        if (!(error instanceof NotReachable) || pause === undefined) throw error;
        await this.#parts.clock.sleep(pause, signal);
      }
    }
  }

  // Every request may be repeated: GET and PUT change nothing by it, a POST carries its idempotency key.
  async #ask(method: ApiMethod, path: string, { body, headers }: ApiRequest): Promise<ApiAnswer> {
    const { client, clock, signal } = this.#parts;
    const request = {
      ...(body === undefined ? {} : { body }),
      headers: { ...headers, ...this.#authorization() },
      signal,
    };
    for (let failures = 0; ; ) {
      signal.throwIfAborted();
      try {
        const answer = await client.request(method, path, request);
        this.#answered = true;
        if (answer.status >= 400) throw problemOf(path, answer);
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        const pause = pausesMs[failures];
        if (!this.#mayRepeat(error, failures) || pause === undefined) throw error;
        failures++;
        await clock.sleep(pause, signal);
      }
    }
  }

  // A broken connection may have reached the server although no answer came: then the repeat is told to wait for the first.
  #mayRepeat(error: unknown, failures: number): boolean {
    if (error instanceof NotReachable) return error.connected || this.#answered;
    return failures > 0 && error instanceof Problem && error.code === 'request-in-progress';
  }

  #authorization(): Record<string, string> {
    const { token } = this.#parts;
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }
}

function readJson<T>(path: string, answer: ApiAnswer, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(parseJson(answer));
  if (parsed.success) return parsed.data;
  throw new CliError(
    'failed',
    `${path} answered other than this version of practicum expects: use the version of the server. ${z.prettifyError(parsed.error)}`,
    { cause: parsed.error },
  );
}

function problemOf(path: string, answer: ApiAnswer): Error {
  const problem = ProblemAnswer.safeParse(parseJson(answer));
  if (problem.success) return new Problem(problem.data.code, problem.data.detail, { findings: problem.data.findings });
  const said = new TextDecoder().decode(answer.body).slice(0, 200).trim();
  return new CliError(
    'failed',
    `${path} answered ${answer.status} without a problem document: is this address a Practicum server? It said: ${said || 'nothing'}`,
  );
}

function parseJson(answer: ApiAnswer): unknown {
  if (!answer.contentType.includes('json')) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(answer.body));
  } catch {
    return undefined;
  }
}
