// The route of the audit room: is the chain whole?
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Store } from '../store/store.ts';
import { verifyAuditChain } from './audit-chain.ts';

const Verification = z.discriminatedUnion('whole', [
  z.object({
    whole: z.literal(true),
    head: z.object({ position: z.int(), hash: z.string() }),
    unchained: z.int().describe('Entries that the sealer has not chained yet.'),
  }),
  z.object({ whole: z.literal(false), brokenAt: z.int(), reason: z.string() }),
]);

export function auditRoutes(deps: { store: Store }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/audit/verification',
      {
        config: { access: { permission: 'audit.read' } },
        schema: {
          tags: ['audit'],
          operationId: 'verifyAudit',
          summary: 'Walks the audit chain of this installation and recomputes every hash',
          response: { 200: Verification },
        },
      },
      () => verifyAuditChain(deps.store),
    );
  };
}
