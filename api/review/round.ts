// The words of a round: its states, its verdicts, what a reviewer gets to see of it.
import type { TrackName } from '../../tracks/track.ts';
import type { CohortId, Id, ProgrammeId, SeatId } from '../store/ids.ts';

/** Which state may follow which is a table of the store, held by a trigger. */
export const roundStates = ['waiting', 'leased', 'decided', 'voided'] as const;
export type RoundState = (typeof roundStates)[number];

export const verdicts = ['accept', 'revise', 'unreviewable'] as const;
export type Verdict = (typeof verdicts)[number];

export type RoundId = Id<'round'>;
export type LeaseId = Id<'lease'>;

export type Round = {
  roundId: RoundId;
  programmeId: ProgrammeId;
  cohortId: CohortId;
  submissionId: string;
  seatId: SeatId;
  track: TrackName;
  task: string;
  number: number;
  rubricDigest: string;
  state: RoundState;
  submittedAt: Date;
  dueAt: Date;
  epoch: number;
};
