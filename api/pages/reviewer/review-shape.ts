// What the reviewer's pages read of the queue and of a lease.
import { z } from 'zod';
import { RubricDetail } from '../learner/submission-shape.ts';

const QueueItem = z.object({
  roundId: z.string(),
  track: z.string(),
  task: z.string(),
  round: z.number(),
  state: z.string(),
  dueAt: z.string(),
  mine: z.boolean(),
});
export type QueueItem = z.infer<typeof QueueItem>;

export const Queue = z.object({
  counts: z.object({ waiting: z.number(), leased: z.number(), overdue: z.number() }),
  items: z.array(QueueItem),
  nextPageToken: z.string().optional(),
});
export type Queue = z.infer<typeof Queue>;

export const LeasedRound = z.object({
  roundId: z.string(),
  round: z.number(),
  submissionId: z.string(),
  track: z.string(),
  task: z.string(),
  dueAt: z.string(),
  rubricDigest: z.string(),
  rubric: RubricDetail,
});
export type LeasedRound = z.infer<typeof LeasedRound>;

export const Claimed = z.object({
  leaseId: z.string(),
  leaseToken: z.string(),
  round: z.object({ roundId: z.string() }),
});
