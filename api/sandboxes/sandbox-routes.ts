// Routes of sandboxes: what there is, its files, and the way in to its tools.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { findReach } from '../people/permissions.ts';
import { Problem } from '../problems.ts';
import { findId, idPattern, type PersonId, type SandboxId } from '../store/ids.ts';
import { PageQuery, pageToken, parsePageToken } from '../store/page-token.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import { readFiles, writeFile } from './sandbox-files.ts';
import { getSandbox, listSandboxes, listUsers, type Sandbox } from './sandbox-record.ts';
import { runtimeNames, sandboxPurposes } from './sandbox-runtime.ts';
import { desiredStates, sandboxStatuses } from './sandbox-status.ts';
import { passIn } from './way-in.ts';

const tags = ['sandboxes'];
const largestFileBytes = 25 * 1024 * 1024;

const SandboxAnswer = z.object({
  sandboxId: z.string(),
  runtime: z.enum(runtimeNames),
  purpose: z.enum(sandboxPurposes),
  track: z.string(),
  extractDigest: z.string(),
  generation: z.int(),
  desired: z.enum(desiredStates),
  status: z.enum(sandboxStatuses),
  failure: z.string().nullable(),
  changedAt: z.iso.datetime(),
});

const SandboxParams = z.object({ sandboxId: z.custom<SandboxId>((id) => idPattern('sandbox').test(String(id))) });
const FileParams = SandboxParams.extend({ '*': z.string().max(500) });
const ToolParams = SandboxParams.extend({ tool: z.string().regex(/^[a-z0-9-]{1,40}$/) });
const File = z.object({ path: z.string(), size: z.int() });

export function sandboxRoutes(deps: SandboxDeps): FastifyPluginAsyncZod {
  const { store } = deps;
  const owners = (request: FastifyRequest): Promise<PersonId[]> =>
    listUsers(store.db, { programmeId: request.actor.programmeId, sandboxId: sandboxIdOf(request) });
  const read = { access: { permission: 'sandbox.read' as const, owners } };
  const use = { access: { permission: 'sandbox.use' as const, owners } };

  return async (app) => {
    app.get(
      '/api/sandboxes',
      {
        config: { access: { permission: 'sandbox.read' } },
        schema: {
          tags,
          operationId: 'listSandboxes',
          summary: 'Sandboxes that you may see',
          querystring: PageQuery,
          response: { 200: z.object({ items: z.array(SandboxAnswer), nextPageToken: z.string().optional() }) },
        },
      },
      async ({ actor, query }) => {
        const seesAll = findReach(actor.roles, 'sandbox.read') === 'any';
        const found = await listSandboxes(store.db, {
          programmeId: actor.programmeId,
          ...(seesAll ? {} : { userId: actor.personId }),
          after: parsePageToken(query.pageToken, z.tuple([z.string()]))?.[0],
          limit: query.pageSize + 1,
        });
        const page = found.slice(0, query.pageSize);
        const last = page.at(-1);
        const items = page.map(sandboxAnswer);
        return found.length > page.length && last ? { items, nextPageToken: pageToken([last.sandboxId]) } : { items };
      },
    );

    app.get(
      '/api/sandboxes/:sandboxId',
      {
        config: read,
        schema: {
          tags,
          operationId: 'getSandbox',
          summary: 'One sandbox',
          params: SandboxParams,
          response: { 200: SandboxAnswer },
        },
      },
      async ({ actor, params }) =>
        sandboxAnswer(await getSandbox(store.db, { programmeId: actor.programmeId, sandboxId: params.sandboxId })),
    );

    app.get(
      '/api/sandboxes/:sandboxId/files',
      {
        config: use,
        schema: {
          tags,
          operationId: 'listSandboxFiles',
          summary: 'The files of the work, by path',
          params: SandboxParams,
          response: { 200: z.object({ items: z.array(File) }) },
        },
      },
      async ({ actor, params }) => {
        const work = await readFiles(deps, { programmeId: actor.programmeId, sandboxId: params.sandboxId }, '');
        return { items: work.kind === 'folder' ? work.files : [] };
      },
    );

    app.get(
      '/api/sandboxes/:sandboxId/files/*',
      {
        config: use,
        schema: {
          tags,
          operationId: 'readSandboxFile',
          summary: 'One file of the work, as it is',
          produces: ['application/octet-stream'],
          params: FileParams,
        },
      },
      async ({ actor, params }, reply) => {
        const asked = { programmeId: actor.programmeId, sandboxId: params.sandboxId };
        const entry = await readFiles(deps, asked, params['*']);
        if (entry.kind === 'folder') throw new Problem('not-found', `${params['*']} is a folder, not a file.`);
        return reply
          .type('application/octet-stream')
          .header('x-content-type-options', 'nosniff')
          .header('content-disposition', 'attachment')
          .send(Buffer.from(entry.bytes));
      },
    );

    await app.register(async (bytes) => {
      takeAnyBody(bytes, { parseAs: 'buffer' });
      bytes.put(
        '/api/sandboxes/:sandboxId/files/*',
        {
          bodyLimit: largestFileBytes,
          config: use,
          schema: {
            tags,
            operationId: 'writeSandboxFile',
            summary: 'Writes one file of the work, whole',
            consumes: ['application/octet-stream'],
            params: FileParams,
          },
        },
        async (request, reply) => {
          const params = FileParams.parse(request.params);
          const asked = { programmeId: request.actor.programmeId, sandboxId: params.sandboxId };
          const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
          await writeFile(deps, asked, params['*'], body);
          return reply.code(204).send();
        },
      );
    });

    await app.register(async (streams) => {
      takeAnyBody(streams, 'stream');
      for (const url of ['/sandboxes/:sandboxId/tools/:tool', '/sandboxes/:sandboxId/tools/:tool/*']) {
        streams.all(
          url,
          { config: { ...use, keepsAnswers: false }, schema: { hide: true, params: ToolParams } },
          (request, reply) => passIn(deps, request, reply, ToolParams.parse(request.params)),
        );
      }
    });
  };
}

/** Whatever the type says, the body arrives as bytes, or (for `stream`) is left for the handler to read. */
function takeAnyBody(app: FastifyInstance, how: { parseAs: 'buffer' } | 'stream'): void {
  app.removeAllContentTypeParsers();
  if (how === 'stream') app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  else app.addContentTypeParser('*', how, (_request, body, done) => done(null, body));
}

/** Asked before params are checked, so an id that is none is one that is not there. */
function sandboxIdOf(request: FastifyRequest): SandboxId {
  const { sandboxId = '' } = request.params as { sandboxId?: string };
  const found = findId('sandbox', sandboxId);
  if (found) return found;
  throw new Problem('not-found', `There is no sandbox ${JSON.stringify(sandboxId.slice(0, 40))} here.`);
}

function sandboxAnswer({ programmeId: _, changedAt, ...sandbox }: Sandbox): z.infer<typeof SandboxAnswer> {
  return { ...sandbox, changedAt: changedAt.toISOString() };
}
