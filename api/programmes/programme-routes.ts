// The routes of the programmes room: use cases to read, extracts to publish.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { loadUseCases } from '../../tracks/load-use-case.ts';
import type { UseCase } from '../../tracks/use-case.ts';
import { Problem } from '../problems.ts';
import type { BlobStore } from '../store/blobs.ts';
import { sha256Hex } from '../store/json.ts';
import type { Outbox } from '../store/outbox.ts';
import { PageQuery } from '../store/page-token.ts';
import type { Store } from '../store/store.ts';
import { getExtract, listExtracts, type RegisteredExtract, tablesOf } from './extracts.ts';
import { registerAnswerKey } from './register-answer-key.ts';
import { registerExtract } from './register-extract.ts';

const largestBlobBytes = 512 * 1024 * 1024;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex');

const ExtractAnswer = z.object({
  extractId: z.string(),
  digest: z.string(),
  useCase: z.string(),
  registeredAt: z.iso.datetime(),
  policy: z.object({ name: z.string(), signedBy: z.string().nullable() }),
  hasAnswerKey: z.boolean(),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.int(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
    }),
  ),
});

const SealedAnswerKeyBody = z.strictObject({
  key: z.string().max(1_000_000).describe('The exact text of answer-key.json; its files are uploaded as blobs before.'),
  signature: z.string().max(200).describe('The text of answer-key.sig.'),
});

const UseCaseAnswer = z.object({
  key: z.string(),
  title: z.string(),
  problem: z.string(),
  decision: z.string(),
  tracks: z.array(
    z.object({
      track: z.string(),
      objective: z.string(),
      tasks: z.array(z.object({ key: z.string(), title: z.string(), dueDay: z.int(), reviewMinutes: z.int() })),
    }),
  ),
});

const SealedExtractBody = z.strictObject({
  manifest: z.string().describe('The exact text of manifest.json.'),
  identifiers: z
    .string()
    .describe('The text of the identifier set that was written beside the extract; it stays on the server.'),
  files: z
    .array(z.strictObject({ path: z.string().max(500), sha256: Sha256 }))
    .max(10_000)
    .describe('Every file of the extract but manifest.json, uploaded as blobs before.'),
});

const tags = ['programmes'];

export function programmeRoutes(deps: { store: Store; blobs: BlobStore; outbox: Outbox }): FastifyPluginAsyncZod {
  const { store, blobs } = deps;
  return async (app) => {
    app.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: largestBlobBytes },
      (_request, body, done) => done(null, body),
    );

    app.get(
      '/api/use-cases',
      {
        config: { access: { permission: 'use-case.read' } },
        schema: {
          tags,
          operationId: 'listUseCases',
          summary: 'The use cases that a cohort can work on',
          response: { 200: z.object({ items: z.array(UseCaseAnswer) }) },
        },
      },
      async () => ({ items: (await loadUseCases()).map(useCaseAnswer) }),
    );

    app.get(
      '/api/use-cases/:key',
      {
        config: { access: { permission: 'use-case.read' } },
        schema: {
          tags,
          operationId: 'getUseCase',
          summary: 'One use case with its tracks and tasks',
          params: z.object({ key: z.string().max(100) }),
          response: { 200: UseCaseAnswer },
        },
      },
      async ({ params }) => {
        const useCases = await loadUseCases();
        const found = useCases.find((useCase) => useCase.key === params.key);
        if (found) return useCaseAnswer(found);
        const known = useCases.map((useCase) => useCase.key).join(', ');
        throw new Problem('not-found', `There is no use case ${params.key}: expected one of ${known}.`);
      },
    );

    app.put(
      '/api/blobs/:sha256',
      {
        bodyLimit: largestBlobBytes,
        config: { access: { permission: 'extract.publish' } },
        schema: {
          tags,
          operationId: 'putBlob',
          summary: 'Stores one file of an extract under its SHA-256',
          consumes: ['application/octet-stream'],
          params: z.object({ sha256: Sha256 }),
          body: z
            .instanceof(Uint8Array, { error: 'expected the bytes as application/octet-stream' })
            .meta({ type: 'string', format: 'binary' }),
          response: { 200: z.object({ sha256: z.string(), bytes: z.int() }) },
        },
      },
      async ({ params, body }) => {
        const actual = sha256Hex(body);
        if (actual !== params.sha256) {
          throw new Problem(
            'invalid-request',
            `The bytes have the SHA-256 ${actual}, not ${params.sha256}: send the file as it is.`,
          );
        }
        return { sha256: await blobs.put(body), bytes: body.byteLength };
      },
    );

    app.post(
      '/api/extracts',
      {
        bodyLimit: 64 * 1024 * 1024,
        config: { access: { permission: 'extract.publish' } },
        schema: {
          tags,
          operationId: 'registerExtract',
          summary: 'Registers a sealed extract whose files were stored before',
          body: SealedExtractBody,
          response: { 201: ExtractAnswer },
        },
      },
      async ({ actor, body }, reply) => {
        const by = { programmeId: actor.programmeId, actor: actor.personId };
        return reply.code(201).send(extractAnswer(await registerExtract(deps, by, body)));
      },
    );

    app.put(
      '/api/extracts/:extractId/answer-key',
      {
        bodyLimit: 2 * 1024 * 1024,
        config: { access: { permission: 'extract.publish' } },
        schema: {
          tags,
          operationId: 'registerAnswerKey',
          summary: 'Registers the answer key that was sealed beside an extract; it stays on the server',
          params: z.object({ extractId: z.string().max(100) }),
          body: SealedAnswerKeyBody,
          response: { 200: ExtractAnswer },
        },
      },
      async ({ actor, params, body }) => {
        const by = { programmeId: actor.programmeId, actor: actor.personId };
        return extractAnswer(await registerAnswerKey(deps, by, params.extractId, body));
      },
    );

    app.get(
      '/api/extracts',
      {
        config: { access: { permission: 'extract.read' } },
        schema: {
          tags,
          operationId: 'listExtracts',
          summary: 'Registered extracts, newest first',
          querystring: PageQuery,
          response: { 200: z.object({ items: z.array(ExtractAnswer), nextPageToken: z.string().optional() }) },
        },
      },
      async ({ actor, query }) => {
        const page = await listExtracts(store.db, actor.programmeId, query);
        return { ...page, items: page.items.map(extractAnswer) };
      },
    );

    app.get(
      '/api/extracts/:extractId',
      {
        config: { access: { permission: 'extract.read' } },
        schema: {
          tags,
          operationId: 'getExtract',
          summary: 'One registered extract',
          params: z.object({ extractId: z.string().max(100) }),
          response: { 200: ExtractAnswer },
        },
      },
      async ({ actor, params }) => extractAnswer(await getExtract(store.db, actor.programmeId, params.extractId)),
    );
  };
}

function extractAnswer(extract: RegisteredExtract): z.infer<typeof ExtractAnswer> {
  const { policy } = extract.manifest;
  return {
    extractId: extract.extractId,
    digest: extract.digest,
    useCase: extract.useCase,
    registeredAt: extract.registeredAt.toISOString(),
    policy: { name: policy.name, signedBy: policy.signedBy?.signer ?? null },
    hasAnswerKey: extract.hasAnswerKey,
    tables: tablesOf(extract),
  };
}

function useCaseAnswer({ key, title, problem, decision, tracks }: UseCase): z.infer<typeof UseCaseAnswer> {
  return {
    key,
    title,
    problem,
    decision,
    tracks: tracks.map(({ track, objective, tasks }) => ({
      track,
      objective,
      tasks: tasks.map((task) => ({
        key: task.key,
        title: task.title,
        dueDay: task.dueDay,
        reviewMinutes: task.reviewMinutes,
      })),
    })),
  };
}
