// Asks our own HTTP API by injection, as the person whose request is being answered.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem, type ProblemCode, problemCodes } from '../problems.ts';

const RefusalDocument = z.object({
  code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  findings: z
    .array(z.object({ code: z.string(), message: z.string(), path: z.string().optional(), line: z.int().optional() }))
    .default([]),
});

// What the API needs to know who asks, and that the question came from our own site.
const passedOn = ['cookie', 'host', 'origin', 'sec-fetch-site', 'user-agent'] as const;

type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  json?: unknown;
  bytes?: Uint8Array;
  key?: string;
};

/** Permissions, shapes and problems are those of the API; a page has no other way to the rooms. */
export class PageApi {
  readonly #request: FastifyRequest;

  constructor(request: FastifyRequest) {
    this.#request = request;
  }

  /** Throws the `Problem` that the API answered with; a schema names only the members that a page reads. */
  async get<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    return this.#read({ method: 'GET', path }, shape);
  }

  /** `key` makes a repeated form (a double click, a reload) one request. */
  async post<T>(path: string, json: unknown, shape: z.ZodType<T>, key?: string): Promise<T> {
    return this.#read({ method: 'POST', path, json, ...(key ? { key } : {}) }, shape);
  }

  /** For an answer that carries a session cookie, or ends one: the cookie goes on to the browser. */
  async postSession(path: string, json: unknown, reply: FastifyReply): Promise<void> {
    const answer = await this.#call({ method: 'POST', path, json });
    const cookies = answer.headers['set-cookie'];
    if (cookies !== undefined) reply.header('set-cookie', cookies);
  }

  async delete(path: string, json: unknown): Promise<void> {
    await this.#call({ method: 'DELETE', path, json });
  }

  async putBytes(path: string, bytes: Uint8Array): Promise<void> {
    await this.#call({ method: 'PUT', path, bytes });
  }

  async getBytes(path: string): Promise<Buffer> {
    return (await this.#call({ method: 'GET', path })).rawPayload;
  }

  async #read<T>(call: Call, shape: z.ZodType<T>): Promise<T> {
    const answer = await this.#call(call);
    const body = shape.safeParse(answer.body === '' ? undefined : answer.json());
    if (body.success) return body.data;
    throw new Error(
      `${call.method} ${call.path} answered other than this page expects: ${z.prettifyError(body.error)}`,
      {
        cause: body.error,
      },
    );
  }

  async #call(call: Call) {
    const headers: Record<string, string> = {};
    for (const name of passedOn) {
      const value = this.#request.headers[name];
      if (value !== undefined) headers[name] = value;
    }
    if (call.key !== undefined) headers['idempotency-key'] = call.key;
    if (call.bytes) headers['content-type'] = 'application/octet-stream';
    else if (call.json !== undefined) headers['content-type'] = 'application/json';
    const payload = call.bytes
      ? Buffer.from(call.bytes)
      : call.json === undefined
        ? undefined
        : JSON.stringify(call.json);
    const answer = await this.#request.server.inject({
      method: call.method,
      url: call.path,
      headers,
      remoteAddress: this.#request.ip,
      ...(payload === undefined ? {} : { payload }),
    });
    if (answer.statusCode < 400) return answer;
    const refusal = RefusalDocument.safeParse(parsedJson(answer.body));
    if (!refusal.success) throw new Error(`${call.method} ${call.path} failed: ${answer.statusCode} ${answer.body}`);
    throw new Problem(refusal.data.code, refusal.data.detail, { findings: refusal.data.findings });
  }
}

/** Runs a call that a form asked for; its problem belongs beside the form. */
export async function attempt<T>(call: () => Promise<T>): Promise<{ value: T } | { problem: Problem }> {
  try {
    return { value: await call() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

/** A list's envelope, as far as pages read it. */
export function items<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextPageToken: z.string().optional() });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
