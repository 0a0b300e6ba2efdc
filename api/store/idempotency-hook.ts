// Applies Idempotency-Key to every POST that comes from a person.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems.ts';
import { type IdempotentRequest, type KeptResponse, keepResponse, reserveKey } from './idempotency.ts';
import { canonicalJson, type Json, sha256Hex } from './json.ts';
import type { Store } from './store.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `false` keeps this route out: its answer holds a secret or is no JSON, or its room keeps keys by itself. */
    keepsAnswers?: false;
  }
}

/** `actorOf` is undefined for a request without a person behind it: such a request has no keys, since keys belong to people. */
export function addIdempotencyHook(
  app: FastifyInstance,
  store: Store,
  actorOf: (request: FastifyRequest) => string | undefined,
): void {
  const reserved = new WeakMap<FastifyRequest, IdempotentRequest>();

  app.addHook('preValidation', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    const actor = actorOf(request);
    if (request.method !== 'POST' || key === undefined || actor === undefined) return;
    if (request.routeOptions.config.keepsAnswers === false) return;
    const sameAs = { actor, key: parseKey(key), requestSha256: digestOf(request) };
    const kept = await reserveKey(store, sameAs);
    if (kept) return replay(reply, kept);
    reserved.set(request, sameAs);
    return undefined;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const sameAs = reserved.get(request);
    if (!sameAs) return payload;
    reserved.delete(request);
    await keepResponse(store, sameAs, { status: reply.statusCode, body: parseAnswer(payload) });
    return payload;
  });
}

function replay(reply: FastifyReply, kept: KeptResponse): FastifyReply {
  reply.code(kept.status).header('idempotency-replayed', 'true');
  if (kept.body === null) return reply.send();
  const type = kept.status >= 400 ? 'application/problem+json' : 'application/json';
  // A string, so that no serializer looks at what one has written before.
  return reply.type(`${type}; charset=utf-8`).send(JSON.stringify(kept.body));
}

function parseKey(key: string | string[]): string {
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new Problem(
    'invalid-request',
    'Expected an Idempotency-Key of 1 to 200 visible ASCII characters, such as a UUID.',
  );
}

function digestOf(request: FastifyRequest): string {
  const body =
    request.body instanceof Uint8Array ? sha256Hex(request.body) : canonicalJson((request.body ?? null) as Json);
  return sha256Hex(`${request.method}\n${request.url}\n${body}`);
}

function parseAnswer(payload: unknown): unknown {
  if (payload === undefined || payload === null || payload === '') return null;
  if (typeof payload === 'string') return JSON.parse(payload);
  throw new Error('expected an answer in JSON under an Idempotency-Key: give the route keepsAnswers: false');
}
