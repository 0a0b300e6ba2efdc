// Puts the rooms together behind one HTTP application; listens to nothing.
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import packageJson from '../package.json' with { type: 'json' };
import { getUseCase } from '../tracks/load-use-case.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import type { Clock } from './clock.ts';
import { cohortRoutes } from './cohorts/cohort-routes.ts';
import { registerCohorts } from './cohorts/register-cohorts.ts';
import { healthRoutes } from './health-routes.ts';
import { addOpenApiDocument } from './openapi-document.ts';
import { outcomeRoutes } from './outcomes/outcome-routes.ts';
import { registerOutcomes } from './outcomes/register-outcomes.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { addAccessHook } from './people/access-hook.ts';
import { peopleRoutes } from './people/people-routes.ts';
import { addProblemReplies } from './problem-replies.ts';
import { materializeExtract } from './programmes/materialize-extract.ts';
import { programmeRoutes } from './programmes/programme-routes.ts';
import { registerReview } from './review/register-review.ts';
import { reviewRoutes } from './review/review-routes.ts';
import { sandboxRoutes } from './sandboxes/sandbox-routes.ts';
import type { Runtimes } from './sandboxes/sandbox-runtime.ts';
import type { BlobStore } from './store/blobs.ts';
import { addIdempotencyHook } from './store/idempotency-hook.ts';
import type { Loop } from './store/loop.ts';
import { Outbox } from './store/outbox.ts';
import type { Store } from './store/store.ts';
import { submissionRoutes } from './submissions/submission-routes.ts';

export type AppParts = {
  store: Store;
  blobs: BlobStore;
  clock: Clock;
  runtimes: Runtimes;
  /** Where extracts are laid for the runtimes of this machine. */
  extractsFolder: string;
  logLevel: string;
  /** What /readyz asks for. */
  loops: () => readonly Loop[];
};

/** What every room is composed with: each takes the part that it names. */
export type RoomDeps = AppParts & {
  outbox: Outbox;
  extractFolderOf: (digest: string) => Promise<string>;
  getUseCase: typeof getUseCase;
};

/** Ties the rooms to one outbox, earlier ones first: later rooms witness what happens in earlier ones. */
export function composeRooms(parts: AppParts): RoomDeps {
  const deps: RoomDeps = {
    ...parts,
    outbox: new Outbox(),
    extractFolderOf: (digest) => materializeExtract(parts, digest),
    getUseCase,
  };
  registerCohorts(deps);
  registerReview(deps);
  registerOutcomes(deps);
  return deps;
}

/** The application, ready for `inject` or `listen`. Throws when a route declares no access. */
export async function createApp(deps: RoomDeps): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: 5_000_000,
    exposeHeadRoutes: false,
    logger: { level: deps.logLevel, serializers: { req: describeRequest } },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  addClosing(app);
  addSecurityHeaders(app);
  addProblemReplies(app);
  await app.register(cookie);
  addAccessHook(app, deps.store);
  addIdempotencyHook(app, deps.store, (request) =>
    request.routeOptions.config.access === 'public' ? undefined : request.actor?.personId,
  );
  await addOpenApiDocument(app, packageJson.version);

  await app.register(healthRoutes(deps));
  await app.register(peopleRoutes(deps));
  await app.register(auditRoutes(deps));
  await app.register(programmeRoutes(deps));
  await app.register(sandboxRoutes(deps));
  await app.register(cohortRoutes(deps));
  await app.register(submissionRoutes(deps));
  await app.register(reviewRoutes(deps));
  await app.register(outcomeRoutes(deps));
  await app.register(pageRoutes(deps));
  await app.ready();
  return app;
}

function addClosing(app: FastifyInstance): void {
  const closing = new AbortController();
  app.decorate('closing', closing.signal);
  app.addHook('preClose', async () => closing.abort());
}

// Set first, so that errors carry them too; a route that serves something else replaces them.
function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
  });
}

// Without the query: sign-in links and page tokens travel in it.
function describeRequest(request: FastifyRequest) {
  return { method: request.method, url: request.url.split('?')[0] ?? '', remoteAddress: request.ip };
}
