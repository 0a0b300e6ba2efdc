// The shapes in which rounds and leases travel.
import { z } from 'zod';
import { trackNames } from '../../tracks/track.ts';
import { levels, Rubric } from '../../tracks/use-case.ts';
import { clockStates, type RoundView } from './find-round.ts';
import { roundStates, verdicts } from './round.ts';

const Instant = z.iso.datetime();

export const RoundAnswer = z.object({
  roundId: z.string(),
  submissionId: z.string(),
  cohortId: z.string(),
  track: z.enum(trackNames),
  task: z.string(),
  round: z.int(),
  state: z.enum(roundStates),
  clock: z.enum(clockStates),
  submittedAt: Instant,
  dueAt: Instant,
  rubricDigest: z.string(),
  rubric: Rubric,
  decision: z
    .object({
      verdict: z.enum(verdicts),
      comment: z.string(),
      reason: z.string().nullable(),
      publishedAt: Instant,
      onTime: z.boolean(),
      levels: z.array(
        z.object({
          criterion: z.string(),
          level: z.enum(levels),
          evidence: z.string(),
          comment: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
});

export function roundAnswer(view: RoundView): z.infer<typeof RoundAnswer> {
  const { roundId, submissionId, cohortId, track, task, state, clock, rubricDigest, rubric, decision } = view;
  return {
    roundId,
    submissionId,
    cohortId,
    track,
    task,
    round: view.number,
    state,
    clock,
    submittedAt: view.submittedAt.toISOString(),
    dueAt: view.dueAt.toISOString(),
    rubricDigest,
    rubric,
    decision: decision && { ...decision, publishedAt: decision.publishedAt.toISOString() },
  };
}

export const QueueAnswer = z.object({
  counts: z.object({ waiting: z.int(), leased: z.int(), overdue: z.int() }),
  items: z.array(
    z.object({
      roundId: z.string(),
      track: z.enum(trackNames),
      task: z.string(),
      round: z.int(),
      state: z.enum(['waiting', 'leased']),
      submittedAt: Instant,
      dueAt: Instant,
      overdue: z.boolean(),
      mine: z.boolean().describe('Held by whoever asks: claiming it again gives another token for the same lease.'),
    }),
  ),
  nextPageToken: z.string().optional(),
});

export const LeaseAnswer = z.object({
  leaseId: z.string(),
  leaseToken: z.string().describe('Publishing, renewing and giving back need it; it cannot be read again.'),
  expiresAt: Instant,
  round: RoundAnswer.extend({
    files: z.array(z.object({ path: z.string(), size: z.int(), sha256: z.string(), mediaType: z.string() })),
    manifestSha256: z.string(),
    advice: z.object({
      outcome: z.enum(['passed', 'failed', 'notRun']),
      findings: z.array(
        z.object({ code: z.string(), message: z.string(), path: z.string().optional(), line: z.int().optional() }),
      ),
    }),
  }),
});
