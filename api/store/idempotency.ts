// Answers a repeated POST with the first answer, and refuses the same key for other content.
import { sql } from 'kysely';
import { Problem } from '../problems.ts';
import { jsonb } from './json.ts';
import type { Store } from './store.ts';

export type IdempotentRequest = {
  /** Who asks; keys of different people never meet. */
  actor: string;
  key: string;
  /** SHA-256 over method, path and body. */
  requestSha256: string;
};

export type KeptResponse = { status: number; body: unknown };

// A request whose process died is free to be asked again after this long.
const abandonedAfterSeconds = 60;

/**
 * Reserves the key, or finds the response that was kept for it. Throws `idempotency-conflict` for other content under the same
 * key, `request-in-progress` while the first request is still being worked on.
 */
export async function reserveKey(store: Store, request: IdempotentRequest): Promise<KeptResponse | undefined> {
  return store.transact(async (tx) => {
    const reserved = await sql`
      insert into idempotency as kept (actor, key, request_sha256, started_at)
      values (${request.actor}, ${request.key}, ${request.requestSha256}, clock_now())
      on conflict (actor, key) do update set started_at = clock_now()
        where kept.status is null and kept.request_sha256 = excluded.request_sha256
          and kept.started_at < clock_now() - make_interval(secs => ${abandonedAfterSeconds})
      returning key`.execute(tx);
    if (reserved.rows.length === 1) return undefined;
    const { rows } = await sql<{ request_sha256: string; status: number | null; response: unknown }>`
      select request_sha256, status, response from idempotency
      where actor = ${request.actor} and key = ${request.key}`.execute(tx);
    const kept = rows[0];
    if (kept?.request_sha256 !== request.requestSha256) {
      throw new Problem(
        'idempotency-conflict',
        'The Idempotency-Key was used for another request: use a new key for new content.',
      );
    }
    if (kept.status === null) {
      throw new Problem(
        'request-in-progress',
        'The first request under this key has not ended: ask again in a moment.',
      );
    }
    return { status: kept.status, body: kept.response };
  });
}

/** Keeps a response for repeats of its request; a failure of ours (5xx) is not kept, so that a repeat tries again. */
export async function keepResponse(store: Store, request: IdempotentRequest, response: KeptResponse): Promise<void> {
  await store.transact(async (tx) => {
    if (response.status >= 500) {
      await sql`delete from idempotency where actor = ${request.actor} and key = ${request.key}`.execute(tx);
      return;
    }
    await sql`
      update idempotency set status = ${response.status}, response = ${jsonb(response.body)}
      where actor = ${request.actor} and key = ${request.key}`.execute(tx);
  });
}
