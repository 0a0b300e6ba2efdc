// Routes of submissions: handing in, what was handed in, the key that verifies receipts.
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { trackNames } from '../../tracks/track.ts';
import { getSeat } from '../cohorts/seat.ts';
import type { CohortId, PersonId, SeatId } from '../store/ids.ts';
import { PageQuery } from '../store/page-token.ts';
import {
  getSubmission,
  getSubmissionFile,
  listAuthors,
  listSubmissions,
  type Submission,
  submissionStandings,
} from './find-submission.ts';
import { Receipt } from './receipt.ts';
import { openReceiptSigner } from './receipt-key.ts';
import type { SubmissionDeps } from './submission-deps.ts';
import { Reflection, SubmissionRequest } from './submission-request.ts';
import { submit } from './submit.ts';

const Name = z.string().max(200);
const Instant = z.iso.datetime();

const FileAnswer = z.object({ path: z.string(), size: z.int(), sha256: z.string(), mediaType: z.string() });

const SubmissionAnswer = z.object({
  submissionId: z.string(),
  roundId: z.string(),
  round: z.int(),
  cohortId: z.string(),
  useCase: z.string(),
  track: z.enum(trackNames),
  task: z.string(),
  submittedAt: Instant,
  dueAt: Instant.describe('By then the round is decided: 48 elapsed hours.'),
  standing: z.enum(submissionStandings),
  manifestSha256: z.string(),
  extractDigest: z.string(),
  sandboxGeneration: z.int(),
  rubricDigest: z.string(),
  reflection: Reflection.nullable(),
  advice: z.object({
    outcome: z.enum(['passed', 'failed', 'notRun']),
    findings: z.array(
      z.object({ code: z.string(), message: z.string(), path: z.string().optional(), line: z.int().optional() }),
    ),
  }),
  files: z.array(FileAnswer),
  whose: z
    .object({
      seatId: z.string(),
      sandboxId: z.string(),
      authors: z.array(z.object({ personId: z.string(), name: z.string(), email: z.string() })),
      receipt: Receipt,
    })
    .optional()
    .describe('Absent for a reviewer until the round has been decided.'),
});

const ListQuery = PageQuery.extend({ seat: Name.optional(), cohort: Name.optional() });

const tags = ['submissions'];

export function submissionRoutes(deps: SubmissionDeps): FastifyPluginAsyncZod {
  const { store, blobs } = deps;
  const ownersOfSeat = async (request: FastifyRequest): Promise<PersonId[]> => {
    const { seatId } = request.params as { seatId: SeatId };
    return [(await getSeat(store.db, { programmeId: request.actor.programmeId, seatId })).learnerId];
  };
  const ownersOfSubmission = (request: FastifyRequest): Promise<PersonId[]> => {
    const { submissionId } = request.params as { submissionId: string };
    return listAuthors(store.db, request.actor.programmeId, submissionId);
  };
  return async (app) => {
    app.post(
      '/api/seats/:seatId/submissions',
      {
        // The content lies in the sandbox, not in the body: the room itself tells the same from other content under a key.
        config: { access: { permission: 'submission.create', owners: ownersOfSeat }, keepsAnswers: false },
        schema: {
          tags,
          operationId: 'submit',
          summary: "Seals a task's deliverable as it stands in the sandbox, and starts the 48 hours",
          params: z.object({ seatId: Name }),
          headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
          body: SubmissionRequest,
          response: { 201: Receipt },
        },
      },
      async ({ actor, params, headers, body }, reply) => {
        const seatId = params.seatId as SeatId;
        const idempotencyKey = headers['idempotency-key'];
        return reply.code(201).send(await submit(deps, { actor, seatId, request: body, idempotencyKey }));
      },
    );

    app.get(
      '/api/submissions',
      {
        config: { access: { permission: 'submission.read' } },
        schema: {
          tags,
          operationId: 'listSubmissions',
          summary: 'Submissions, newest first; a learner gets their own',
          querystring: ListQuery,
          response: { 200: z.object({ items: z.array(SubmissionAnswer), nextPageToken: z.string().optional() }) },
        },
      },
      async ({ actor, query }) => {
        const asked = {
          actor,
          seatId: query.seat as SeatId | undefined,
          cohortId: query.cohort as CohortId | undefined,
        };
        const page = await listSubmissions(store.db, asked, query);
        return { ...page, items: page.items.map(submissionAnswer) };
      },
    );

    app.get(
      '/api/submissions/:submissionId',
      {
        config: { access: { permission: 'submission.read', owners: ownersOfSubmission } },
        schema: {
          tags,
          operationId: 'getSubmission',
          summary: 'One submission with its files',
          params: z.object({ submissionId: Name }),
          response: { 200: SubmissionAnswer },
        },
      },
      async ({ actor, params }) => submissionAnswer(await getSubmission(store.db, actor, params.submissionId)),
    );

    app.get(
      '/api/submissions/:submissionId/files/*',
      {
        config: { access: { permission: 'submission.read', owners: ownersOfSubmission } },
        schema: {
          tags,
          operationId: 'getSubmissionFile',
          summary: 'The bytes of one file, as they were sealed',
          params: z.object({ submissionId: Name, '*': z.string().max(1000) }),
          response: { 200: z.unknown().meta({ type: 'string', format: 'binary' }) },
        },
      },
      async ({ actor, params }, reply) => {
        const { programmeId } = actor;
        const file = await getSubmissionFile(store.db, {
          programmeId,
          submissionId: params.submissionId,
          path: params['*'],
        });
        const bytes = await blobs.get(file.sha256);
        // Somebody else's text: saved or shown as text by whoever asked, never run as a page of ours.
        return reply
          .header('content-type', 'application/octet-stream')
          .header('x-content-type-options', 'nosniff')
          .header('content-disposition', 'attachment')
          .header('etag', `"${file.sha256}"`)
          .serializer((payload: unknown) => payload as string)
          .send(Buffer.from(bytes));
      },
    );

    app.get(
      '/api/receipt-key',
      {
        config: { access: 'public' },
        schema: {
          tags,
          operationId: 'getReceiptKey',
          summary: 'The public key that verifies receipts, offline too',
          response: {
            200: z.object({
              keyId: z.string(),
              algorithm: z.literal('Ed25519'),
              publicKey: z.string().describe('SPKI DER, base64.'),
            }),
          },
        },
      },
      async () => {
        const { keyId, algorithm, publicKey } = await openReceiptSigner(store);
        return { keyId, algorithm, publicKey };
      },
    );
  };
}

function submissionAnswer({ submittedAt, dueAt, ...submission }: Submission): z.infer<typeof SubmissionAnswer> {
  return { ...submission, submittedAt: submittedAt.toISOString(), dueAt: dueAt.toISOString() };
}
