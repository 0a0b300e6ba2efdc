// Describes every route in the OpenAPI document at /openapi.json, with the permission that it needs.
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemCodes } from './problems.ts';

const text = { type: 'string' as const };

const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code', 'kind', 'detail'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' as const },
    code: { ...text, enum: [...problemCodes] },
    kind: { ...text, enum: ['refusal', 'failure'] },
    detail: text,
    findings: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['code', 'message'],
        properties: { code: text, message: text, path: text, line: { type: 'integer' as const } },
      },
    },
  },
};

/** Must be called before the first route is added. */
export async function addOpenApiDocument(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Practicum',
        description: 'Practice environments for applied-AI programmes. Every error is a problem document (RFC 9457).',
        version,
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'practicum_session' },
        },
        responses: {
          Problem: {
            description: 'A refusal (the caller can mend it) or a failure (we must).',
            content: { 'application/problem+json': { schema: problemSchema } },
          },
        },
      },
    },
    transform: (route) => {
      const described = jsonSchemaTransform(route);
      const access = route.route.config?.access;
      if (access === undefined || access === 'public')
        return { ...described, schema: { ...described.schema, security: [] } };
      const schema = {
        ...described.schema,
        security: [{ token: [] }, { session: [] }],
        'x-permission': access.permission,
      };
      return { ...described, schema };
    },
    transformObject: (document) =>
      'openapiObject' in document ? withProblems(document.openapiObject) : document.swaggerObject,
  });
  app.get(
    '/openapi.json',
    { config: { access: 'public' }, schema: { hide: true, response: { 200: z.unknown() } } },
    async (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  );
}

type Paths = { paths?: Record<string, object | undefined> };

// Any operation may be refused: one reference says it for all of them.
function withProblems<T extends Paths>(document: T): T {
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(item ?? {})) {
      if (typeof operation === 'object' && operation !== null && 'responses' in operation) {
        operation.responses = { ...operation.responses, default: { $ref: '#/components/responses/Problem' } };
      }
    }
  }
  return document;
}
