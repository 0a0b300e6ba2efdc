// A cohort with two learners, each with a seat, a sandbox, a submission and a round that a reviewer holds.

import { join } from 'node:path';
import { applyCohort } from '../../api/cohorts/apply-cohort.ts';
import { listSeats, type Seat } from '../../api/cohorts/seat.ts';
import { registerExtract } from '../../api/programmes/register-extract.ts';
import { claimRound } from '../../api/review/claim-round.ts';
import type { PersonId } from '../../api/store/ids.ts';
import { sha256Hex } from '../../api/store/json.ts';
import { sealSubmission } from '../../api/submissions/seal-submission.ts';
import { planSubmission } from '../../api/submissions/submission-plan.ts';
import { sealSmallExtract } from './sandboxes/small-extract.ts';
import type { TestApplication, TestPerson } from './test-application.ts';

export type PeopledSeat = {
  learner: TestPerson;
  reviewer: TestPerson;
  seat: Seat;
  submissionId: string;
  roundId: string;
  leaseId: string;
};

export type PeopledCohort = { cohortId: string; extractId: string; seats: [PeopledSeat, PeopledSeat] };

/** Rows alone: no runtime has started anything. Learners are `learner-1` and `-2`, their reviewers `reviewer-1` and `-2`. */
export async function peopleCohort(application: TestApplication): Promise<PeopledCohort> {
  const { deps, programmeId } = application;
  const owner = await application.person('owner', ['owner']);
  const by = { programmeId, actor: owner.personId };
  const small = await sealSmallExtract(join(application.folder, 'small'));
  for (const bytes of small.files.values()) await deps.blobs.put(bytes);
  const files = [...small.files].map(([path, bytes]) => ({ path, sha256: sha256Hex(bytes) }));
  const extract = await registerExtract(deps, by, { ...small, files });

  const learners = [
    await application.person('learner-1', ['learner']),
    await application.person('learner-2', ['learner']),
  ];
  const reviewers = [
    await application.person('reviewer-1', ['reviewer']),
    await application.person('reviewer-2', ['reviewer']),
  ];
  const manifest = JSON.stringify({
    cohort: 'peopled',
    name: 'Peopled',
    useCase: 'pd-12',
    starts: '2026-11-23',
    ends: '2027-02-21',
    timeZone: 'Europe/Prague',
    runtime: 'workspace',
    extract: small.digest,
    roster: learners.map(({ email }) => ({ email, track: 'builders' })),
    reviewers: reviewers.map(({ email }) => ({ email, tracks: ['builders'] })),
  });
  const { cohortId } = await applyCohort(deps, { programmeId, personId: owner.personId }, { manifest });
  const seats = await listSeats(deps.store.db, { programmeId, cohortId });
  const peopled = async (index: number): Promise<PeopledSeat> => {
    const [learner, reviewer] = [learners[index], reviewers[index]];
    const seat = seats.find((each) => each.learnerId === learner?.personId);
    if (!learner || !reviewer || !seat) throw new Error(`learner ${index} has no seat`);
    return { learner, reviewer, seat, ...(await handIn(application, seat, reviewer.personId)) };
  };
  return { cohortId, extractId: extract.extractId, seats: [await peopled(0), await peopled(1)] };
}

async function handIn({ deps, programmeId }: TestApplication, seat: Seat, reviewer: PersonId) {
  const request = { task: seat.tasks[0]?.task ?? '', coAuthors: [] };
  const plan = await planSubmission(deps, seat, request);
  const files = new Map(plan.task.deliverable.files.map(({ path }) => [path, Buffer.from('x')]));
  const advice = { outcome: 'passed' as const, findings: [] };
  const { submissionId, roundId } = await sealSubmission(deps, { plan, files, advice, idempotencyKey: seat.seatId });
  const actor = { programmeId, personId: reviewer, roles: ['reviewer' as const] };
  const { leaseId } = await claimRound(deps, actor, { roundId: roundId as never });
  return { submissionId, roundId, leaseId };
}
