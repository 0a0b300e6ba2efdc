// What the owner's pages read of cohorts.
import { z } from 'zod';

export const CohortSummary = z.object({
  cohortId: z.string(),
  key: z.string(),
  name: z.string(),
  useCase: z.string(),
  starts: z.string(),
  ends: z.string(),
  timeZone: z.string(),
  runtime: z.string(),
  status: z.string(),
});
export type CohortSummary = z.infer<typeof CohortSummary>;

const BoardSeat = z.object({
  seatId: z.string(),
  learner: z.object({ email: z.string(), name: z.string() }),
  track: z.string(),
  sandbox: z.object({ sandboxId: z.string(), status: z.string(), failure: z.string().nullable() }),
  tasks: z.array(z.object({ task: z.string(), title: z.string(), dueAt: z.string() })),
});
export type BoardSeat = z.infer<typeof BoardSeat>;

export const Board = CohortSummary.extend({
  manifest: z.string(),
  certificate: z.record(z.string(), z.unknown()).nullable(),
  counts: z.record(z.string(), z.number()),
  seats: z.array(BoardSeat),
  reviewers: z.array(z.object({ email: z.string(), name: z.string(), tracks: z.array(z.string()) })),
  holds: z.array(z.object({ subject: z.string(), reason: z.string() })),
});
export type Board = z.infer<typeof Board>;
