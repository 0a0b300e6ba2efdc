// Handing in: the deliverable is taken from the seat's sandbox, checked within seconds, then refused or sealed.
import { randomUUID } from 'node:crypto';
import { getSeat } from '../cohorts/seat.ts';
import type { Actor } from '../people/route-access.ts';
import { Problem } from '../problems.ts';
import { getExtractByDigest, getIdentifierSet, tablesOf } from '../programmes/extracts.ts';
import { getSandbox } from '../sandboxes/sandbox-record.ts';
import type { SeatId } from '../store/ids.ts';
import { checkDeliverable } from './check-deliverable.ts';
import { type ReadDeliverable, readDeliverable } from './read-deliverable.ts';
import type { Receipt } from './receipt.ts';
import { recordRefusal } from './record-refusal.ts';
import { sealSubmission } from './seal-submission.ts';
import type { SubmissionDeps } from './submission-deps.ts';
import { planSubmission, type SubmissionPlan } from './submission-plan.ts';
import type { SubmissionRequest } from './submission-request.ts';

// A leaked column has a finding per row: the first hundred say enough.
const findingsShown = 100;

/**
 * `seatId` is the caller's own seat. Throws `submission-refused` with findings that say file, line and how to mend it, and
 * whatever planning and sealing throw; `generation-outdated` when the sandbox was reset while it was read.
 */
export async function submit(
  deps: SubmissionDeps,
  asked: {
    actor: Pick<Actor, 'programmeId'>;
    seatId: SeatId;
    request: SubmissionRequest;
    idempotencyKey?: string | undefined;
  },
): Promise<Receipt> {
  const { programmeId } = asked.actor;
  const seat = await getSeat(deps.store.db, { programmeId, seatId: asked.seatId });
  const plan = await planSubmission(deps, seat, asked.request);
  const deliverable = await takeDeliverable(deps, plan);
  const { extractDigest } = plan.sandbox;
  const extract = await getExtractByDigest(deps.store.db, programmeId, extractDigest);
  const tables = tablesOf(extract).map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => column.name),
  }));
  const identifiers = await getIdentifierSet(deps.store, extractDigest);
  const { refusals, advice } = checkDeliverable({ task: plan.task, deliverable, extract: { tables }, identifiers });
  if (refusals.length > 0) {
    const findings = refusals.slice(0, findingsShown);
    await recordRefusal(deps, plan, findings);
    const more = refusals.length > findings.length ? ` The first ${findings.length} are shown.` : '';
    throw new Problem(
      'submission-refused',
      `${refusals.length === 1 ? 'One thing has' : `${refusals.length} things have`} to be mended before a reviewer can start; your work is as it was.${more}`,
      { findings },
    );
  }
  const idempotencyKey = asked.idempotencyKey ?? randomUUID();
  return sealSubmission(deps, { plan, files: deliverable.files, advice, idempotencyKey });
}

async function takeDeliverable(deps: SubmissionDeps, { sandbox, task }: SubmissionPlan): Promise<ReadDeliverable> {
  const runtime = deps.runtimes.get(sandbox.runtime);
  if (!runtime)
    throw new Problem('runtime-absent', `This process cannot reach the runtime ${sandbox.runtime}: ask another one.`);
  const deliverable = await readDeliverable(runtime, sandbox.sandboxId, task);
  const { generation } = await getSandbox(deps.store.db, sandbox);
  if (generation === sandbox.generation) return deliverable;
  throw new Problem(
    'generation-outdated',
    'The sandbox was reset while it was read: look at your files and hand in again.',
  );
}
