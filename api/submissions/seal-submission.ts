// Seals a checked deliverable: bytes made durable first, then one transaction, then the receipt.
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import { Problem } from '../problems.ts';
import { newId } from '../store/ids.ts';
import { canonicalJson, jsonb, sha256Hex } from '../store/json.ts';
import type { Tx } from '../store/store.ts';
import type { Advice } from './check-deliverable.ts';
import { type DeliverableManifest, describeDeliverable, manifestBytes } from './deliverable-manifest.ts';
import { pinRubric } from './pinned-rubric.ts';
import { Receipt } from './receipt.ts';
import { openReceiptSigner, type ReceiptSigner } from './receipt-key.ts';
import type { SubmissionDeps } from './submission-deps.ts';
import type { SubmissionPlan } from './submission-plan.ts';
import { takeTurn } from './turn.ts';

export type Sealing = {
  plan: SubmissionPlan;
  files: ReadonlyMap<string, Uint8Array>;
  advice: Advice;
  idempotencyKey: string;
};

type Prepared = Sealing & {
  manifest: DeliverableManifest;
  manifestSha256: string;
  contentSha256: string;
  signer: ReceiptSigner;
};

/**
 * Resolves only when the submission cannot be lost any more. The same key with the same content gives the same receipt. Throws
 * `idempotency-conflict` for other content under the key, `round-open`, `round-decided`, `cohort-closed`.
 */
export async function sealSubmission(deps: SubmissionDeps, sealing: Sealing): Promise<Receipt> {
  const manifest = describeDeliverable(sealing.plan.task, sealing.files);
  // Bytes before rows: a crash in between leaves blobs that nothing names, never a submission without its content.
  for (const { path } of manifest.files) {
    const bytes = sealing.files.get(path);
    if (bytes) await deps.blobs.put(bytes);
  }
  const manifestSha256 = await deps.blobs.put(manifestBytes(manifest));
  const signer = await openReceiptSigner(deps.store);
  const contentSha256 = contentOf(sealing, manifestSha256);
  const prepared = { ...sealing, manifest, manifestSha256, contentSha256, signer };
  return deps.store.transact((tx) => writeSubmission(deps, tx, prepared));
}

function contentOf({ plan }: Sealing, manifestSha256: string): string {
  const { seat, authors, request } = plan;
  return sha256Hex(
    canonicalJson({
      seatId: seat.seatId,
      task: request.task,
      authors: authors.map((author) => author.personId).sort(),
      reflection: request.reflection ?? null,
      manifestSha256,
    }),
  );
}

async function writeSubmission(deps: SubmissionDeps, tx: Tx, prepared: Prepared): Promise<Receipt> {
  const kept = await findKept(tx, prepared);
  if (kept) return kept;
  const { plan, manifest, manifestSha256, contentSha256, signer, advice, idempotencyKey } = prepared;
  const { seat, task, authors, sandbox, request } = plan;
  const { programmeId, cohortId, seatId, useCase, track, learnerId } = seat;
  let round: number;
  try {
    round = await takeTurn(tx, { programmeId, task: task.key, seatIds: authors.map((author) => author.seatId) });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // A request that raced this one under the same key has committed while this one waited for the turn.
    const first = await findKept(tx, prepared);
    if (first) return first;
    throw error;
  }
  const rubric = await pinRubric(tx, plan.rubric);
  const { submittedAt, dueAt } = await takeInstant(tx);
  const submissionId = newId('submission');
  const named = { submissionId, roundId: newId('round'), round, seatId, cohortId, useCase, track, task: task.key };
  const frozen = {
    extractDigest: sandbox.extractDigest,
    sandboxId: sandbox.sandboxId,
    sandboxGeneration: sandbox.generation,
  };
  const sealed = { ...named, manifestSha256, ...frozen, rubricDigest: rubric, submittedAt, dueAt };
  const auditEntry = await appendAudit(tx, {
    programmeId,
    actor: learnerId,
    action: 'submission.sealed',
    subject: submissionId,
    detail: sealed,
  });
  const receipt = signer.sign({ format: 'practicum-receipt/1', ...sealed, auditEntry });
  const added = await sql`
    insert into submission (id, programme_id, cohort_id, seat_id, use_case, track, task, round, round_id, submitted_by,
      idempotency_key, content_sha256, manifest_sha256, extract_digest, sandbox_id, sandbox_generation, rubric_digest,
      submitted_at, due_at, reflection, advice, receipt)
    values (${submissionId}, ${programmeId}, ${cohortId}, ${seatId}, ${useCase}, ${track}, ${task.key}, ${round},
      ${named.roundId}, ${learnerId}, ${idempotencyKey}, ${contentSha256}, ${manifestSha256}, ${sandbox.extractDigest},
      ${sandbox.sandboxId}, ${sandbox.generation}, ${rubric}, ${submittedAt}, ${dueAt},
      ${request.reflection ? jsonb(request.reflection) : null}, ${jsonb(advice)}, ${jsonb(receipt)})
    on conflict (submitted_by, idempotency_key) do nothing returning id`.execute(tx);
  if (added.rows.length === 0) throw conflict();
  for (const { personId, seatId: theirs } of authors) {
    await sql`insert into submission_author (submission_id, person_id, seat_id)
      values (${submissionId}, ${personId}, ${theirs})`.execute(tx);
  }
  for (const { path, size, sha256, mediaType } of manifest.files) {
    await sql`insert into submission_file (submission_id, path, size, sha256, media_type)
      values (${submissionId}, ${path}, ${size}, ${sha256}, ${mediaType})`.execute(tx);
  }
  await deps.outbox.append(tx, {
    programmeId,
    type: 'submission.sealed',
    subject: submissionId,
    data: {
      ...named,
      authors: authors.map((author) => author.personId),
      submittedBy: learnerId,
      submittedAt,
      dueAt,
      rubric,
    },
  });
  return receipt;
}

/** The instant after every lock is held; both ends come from one reading of the clock. */
async function takeInstant(tx: Tx): Promise<{ submittedAt: string; dueAt: string }> {
  const { rows } = await sql<{ at: Date; due: Date }>`
    with now as materialized (select clock_now() as at)
    select at, at + interval '48 hours' as due from now`.execute(tx);
  if (!rows[0]) throw new Error('the store did not tell the time');
  return { submittedAt: rows[0].at.toISOString(), dueAt: rows[0].due.toISOString() };
}

async function findKept(tx: Tx, { plan, idempotencyKey, contentSha256 }: Prepared): Promise<Receipt | undefined> {
  const { rows } = await sql<{ content_sha256: string; receipt: unknown }>`
    select content_sha256, receipt from submission
    where submitted_by = ${plan.seat.learnerId} and idempotency_key = ${idempotencyKey}`.execute(tx);
  if (!rows[0]) return undefined;
  if (rows[0].content_sha256 !== contentSha256) throw conflict();
  return Receipt.parse(rows[0].receipt);
}

function conflict(): Problem {
  return new Problem(
    'idempotency-conflict',
    'This Idempotency-Key has sealed other content before, and that submission stands: use a new key for new content.',
  );
}
