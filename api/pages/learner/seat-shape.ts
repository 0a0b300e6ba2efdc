// What the learner's pages read of a seat.
import { z } from 'zod';

const SeatTask = z.object({
  key: z.string(),
  title: z.string(),
  brief: z.string(),
  dueAt: z.string(),
  deliverable: z.object({
    title: z.string(),
    files: z.array(
      z.object({
        path: z.string(),
        mediaType: z.string(),
        required: z.boolean(),
        maxBytes: z.number(),
        words: z.object({ min: z.number(), max: z.number() }).optional(),
      }),
    ),
  }),
});
export type SeatTask = z.infer<typeof SeatTask>;

const Tool = z.object({ id: z.string(), title: z.string(), purpose: z.string() });

export const SeatDetail = z.object({
  seatId: z.string(),
  cohortId: z.string(),
  cohortName: z.string(),
  learnerId: z.string(),
  track: z.string(),
  objective: z.string(),
  status: z.string(),
  sandbox: z.object({ sandboxId: z.string(), status: z.string() }),
  tools: z.array(Tool),
  tasks: z.array(SeatTask),
});
export type SeatDetail = z.infer<typeof SeatDetail>;

export const SeatSummary = z.object({
  seatId: z.string(),
  cohortKey: z.string(),
  track: z.string(),
  status: z.string(),
  sandbox: z.object({ sandboxId: z.string(), status: z.string() }),
  tasks: z.array(z.object({ task: z.string(), title: z.string(), dueAt: z.string() })),
});
export type SeatSummary = z.infer<typeof SeatSummary>;

export const WorkFile = z.object({ path: z.string(), size: z.number() });
export type WorkFile = z.infer<typeof WorkFile>;
