// The plain pages, to be replaced by the portal: every one a client of the API by injection.
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isCrossOrigin } from '../people/cross-origin.ts';
import { Problem } from '../problems.ts';
import { startOf } from './layout.ts';
import { seatPages } from './learner/seat-pages.ts';
import { submissionPages } from './learner/submission-pages.ts';
import { outcomePages } from './outcome-pages.ts';
import { cohortPages } from './owner/cohort-pages.ts';
import { extractPages } from './owner/extract-page.ts';
import { launchPages } from './owner/launch-pages.ts';
import { peoplePages } from './owner/people-pages.ts';
import { getPageFile } from './page-files.ts';
import type { PageDeps } from './page-visit.ts';
import { showProblem } from './problem-page.ts';
import { reviewPages } from './reviewer/review-pages.ts';
import { signInPages } from './sign-in-pages.ts';

// The largest file that a deliverable may hold.
const uploadLimitBytes = 26_214_400;

// No script or style but our own files, no frame around us; forms go to ourselves alone.
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function pageRoutes(deps: PageDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(formbody, { bodyLimit: 5_000_000 });
    await app.register(multipart, { limits: { fileSize: uploadLimitBytes, files: 1, fields: 50 } });
    app.setErrorHandler(showProblem);
    app.addHook('onRequest', async (request) => {
      if (isCrossOrigin(request)) throw new Problem('cross-origin', 'A form must be sent from a page of this server.');
    });
    app.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', contentSecurityPolicy);
      reply.header('x-content-type-options', 'nosniff');
      // Not `no-referrer`: under it browsers send `Origin: null` with our own forms.
      reply.header('referrer-policy', 'same-origin');
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    });

    app.get(
      '/assets/:digest/:name',
      {
        config: { access: 'public' },
        schema: { hide: true, params: z.object({ digest: z.string(), name: z.string() }) },
      },
      async (request, reply) => {
        const file = getPageFile(request.url);
        return reply.header('cache-control', 'public, max-age=31536000, immutable').type(file.type).send(file.bytes);
      },
    );

    app.get('/', { config: { access: { permission: 'self.read' } }, schema: { hide: true } }, async (request, reply) =>
      reply.redirect(startOf(request.actor.roles), 303),
    );

    await app.register(signInPages());
    await app.register(cohortPages(deps));
    await app.register(launchPages(deps));
    await app.register(extractPages(deps));
    await app.register(peoplePages(deps));
    await app.register(seatPages(deps));
    await app.register(submissionPages(deps));
    await app.register(reviewPages(deps));
    await app.register(outcomePages(deps));
  };
}
