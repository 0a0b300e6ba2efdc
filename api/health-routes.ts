// Tells machines whether this process lives, and whether it can work.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Loop } from './store/loop.ts';
import { isNewest } from './store/migrate.ts';
import type { Store } from './store/store.ts';

const checkNames = ['store', 'schema', 'loops'] as const;
const Readiness = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.enum(checkNames), ok: z.boolean(), detail: z.string().optional() })),
});
type Check = z.infer<typeof Readiness>['checks'][number];

export function healthRoutes(deps: { store: Store; loops: () => readonly Loop[] }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/healthz',
      {
        config: { access: 'public' },
        schema: {
          tags: ['health'],
          operationId: 'getHealth',
          summary: 'Answers while the process lives',
          response: { 200: z.object({ ok: z.literal(true) }) },
        },
      },
      async () => ({ ok: true as const }),
    );

    app.get(
      '/readyz',
      {
        config: { access: 'public' },
        schema: {
          tags: ['health'],
          operationId: 'getReadiness',
          summary: 'Whether the store answers at the schema of this version, and all loops run',
          response: { 200: Readiness, 503: Readiness },
        },
      },
      async (request, reply) => {
        const checks = [
          ...(await checkStore(deps.store, (error) => request.log.warn({ err: error }, 'not ready'))),
          checkLoops(deps.loops()),
        ];
        const ready = checks.every((check) => check.ok);
        return reply.code(ready ? 200 : 503).send({ ready, checks });
      },
    );
  };
}

async function checkStore(store: Store, onFailure: (error: unknown) => void): Promise<Check[]> {
  try {
    const newest = await isNewest(store);
    const detail = newest
      ? {}
      : { detail: 'the store is at another version than this process: start the newest version' };
    return [
      { name: 'store', ok: true },
      { name: 'schema', ok: newest, ...detail },
    ];
  } catch (error) {
    onFailure(error);
    return [{ name: 'store', ok: false, detail: 'the store does not answer' }];
  }
}

function checkLoops(loops: readonly Loop[]): Check {
  const stuck = loops.filter((loop) => !loop.alive()).map((loop) => loop.name);
  return stuck.length === 0
    ? { name: 'loops', ok: true }
    : { name: 'loops', ok: false, detail: `stuck: ${stuck.join(', ')}` };
}
