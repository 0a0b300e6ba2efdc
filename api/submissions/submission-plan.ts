// Gathers what a submission is about before anything is read from the sandbox: seat, task, authors, rubric.
import type { Rubric, Task } from '../../tracks/use-case.ts';
import { listSeats, type Seat } from '../cohorts/seat.ts';
import { findPeopleByEmail } from '../people/find-person.ts';
import { Problem, type ProblemFinding } from '../problems.ts';
import { getSandbox, type Sandbox } from '../sandboxes/sandbox-record.ts';
import type { PersonId, SeatId } from '../store/ids.ts';
import type { SubmissionDeps } from './submission-deps.ts';
import type { SubmissionRequest } from './submission-request.ts';

export type Author = { personId: PersonId; seatId: SeatId };

export type SubmissionPlan = {
  seat: Seat;
  task: Task;
  rubric: Rubric;
  /** Who hands in comes first. */
  authors: Author[];
  sandbox: Sandbox;
  request: SubmissionRequest;
};

/** Throws `cohort-closed`, `not-found` for a task that this seat does not have, `invalid-request` for co-authors who cannot be. */
export async function planSubmission(
  deps: Pick<SubmissionDeps, 'store' | 'getUseCase'>,
  seat: Seat,
  request: SubmissionRequest,
): Promise<SubmissionPlan> {
  if (seat.status !== 'live' || seat.cohortStatus !== 'open')
    throw new Problem('cohort-closed', `This seat of ${seat.cohortKey} has ended: nothing new can be handed in to it.`);
  const track = (await deps.getUseCase(seat.useCase)).tracks.find((each) => each.track === seat.track);
  const task = track?.tasks.find((each) => each.key === request.task);
  const rubric = track?.rubrics.find((each) => each.key === task?.rubric);
  if (!task || !rubric || !seat.tasks.some((each) => each.task === request.task)) {
    const known = seat.tasks.map((each) => each.task).join(', ') || 'none';
    throw new Problem('not-found', `This seat has no task ${request.task}: expected one of ${known}.`);
  }
  const authors = [
    { personId: seat.learnerId, seatId: seat.seatId },
    ...(await coAuthors(deps, seat, request.coAuthors)),
  ];
  const sandbox = await getSandbox(deps.store.db, seat);
  return { seat, task, rubric, authors, sandbox, request };
}

async function coAuthors(
  { store }: Pick<SubmissionDeps, 'store'>,
  seat: Seat,
  emails: readonly string[],
): Promise<Author[]> {
  if (emails.length === 0) return [];
  const people = await findPeopleByEmail(store.db, seat.programmeId, emails);
  const { programmeId, cohortId } = seat;
  const seats = await listSeats(store.db, { programmeId, cohortId, status: 'live' });
  const authors = new Map<PersonId, Author>();
  const findings: ProblemFinding[] = [];
  for (const email of emails) {
    const personId = people.get(email)?.personId;
    if (personId === seat.learnerId) continue;
    const theirs = seats.find((each) => each.learnerId === personId && each.track === seat.track);
    if (personId && theirs) authors.set(personId, { personId, seatId: theirs.seatId });
    else
      findings.push({
        code: 'co-author',
        message: `${email} has no seat on the track ${seat.track} of ${seat.cohortKey}.`,
      });
  }
  if (findings.length === 0) return [...authors.values()];
  throw new Problem(
    'invalid-request',
    'A co-author needs a seat on the same track of the same cohort: leave the others out.',
    {
      findings,
    },
  );
}
