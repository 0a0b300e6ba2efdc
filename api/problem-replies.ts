// Answers every error as a problem document, without giving away what only we should read.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Problem } from './problems.ts';

export function addProblemReplies(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(request, reply, asProblem(error)));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0];
    return sendProblem(
      request,
      reply,
      new Problem('not-found', `Nothing answers ${request.method} ${path}: see /openapi.json.`),
    );
  });
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status >= 500)
    request.log.error({ err: problem.cause ?? problem, code: problem.code }, 'a request failed');
  // As text: the response schemas describe successes alone.
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.toDocument()));
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error);
  if (error.statusCode === 413)
    return new Problem('too-large', 'The body is larger than this route takes.', { cause: error });
  // Fastify's own refusals: broken JSON, a content type that the route does not take.
  if (error.code?.startsWith('FST_') && error.statusCode !== undefined && error.statusCode < 500) {
    return new Problem('invalid-request', `${error.message}.`.replace(/\.\.$/, '.'), { cause: error });
  }
  if (isStoreAway(error)) {
    return new Problem('store-unavailable', 'The store does not answer: nothing was changed; ask again in a moment.', {
      cause: error,
    });
  }
  return new Problem('internal-failure', 'The request could not be done. Ask again; the log of the server says more.', {
    cause: error,
  });
}

function invalidRequest(error: FastifyError): Problem {
  const part = error.validationContext ?? 'request';
  const findings = (error.validation ?? []).map((issue) => {
    const path = [part, ...issue.instancePath.split('/').filter(Boolean)].join('.');
    return { code: issue.keyword, message: issue.message ?? 'does not have the expected shape', path };
  });
  const first = findings[0];
  const detail = first ? `${first.path}: ${first.message}` : error.message;
  return new Problem('invalid-request', detail, { findings, cause: error });
}

// Connections refused or cut, by Node's codes and PostgreSQL's classes 08 (connection) and 57P (shutdown).
function isStoreAway(error: { code?: string }): boolean {
  return /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|08...|57P0[123])$/.test(error.code ?? '');
}
