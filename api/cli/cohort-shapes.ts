// What the CLI reads of plans, cohorts and seats; whatever else the API tells is passed on to --json.
import { z } from 'zod';

const Finding = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().optional(),
  line: z.int().optional(),
});

const PlannedSeat = z.looseObject({ email: z.string(), track: z.string() });

export const Plan = z.looseObject({
  cohort: z.looseObject({ key: z.string(), status: z.string() }),
  seats: z.looseObject({
    create: z.array(PlannedSeat),
    keep: z.array(PlannedSeat),
    change: z.array(PlannedSeat),
    retire: z.array(PlannedSeat),
  }),
  tasks: z.array(z.looseObject({ track: z.string(), task: z.string(), dueAt: z.string() })),
  blockers: z.array(Finding),
  warnings: z.array(Finding),
  confirm: z.string().nullable(),
  unchanged: z.boolean(),
});
export type Plan = z.infer<typeof Plan>;

export const Applied = z.looseObject({ cohortId: z.string(), key: z.string() });

export const CohortSummary = z.looseObject({ cohortId: z.string(), key: z.string(), status: z.string() });

const BoardSeat = z.looseObject({
  seatId: z.string(),
  learner: z.looseObject({ email: z.string() }),
  track: z.string(),
  sandbox: z.looseObject({ sandboxId: z.string(), status: z.string(), failure: z.string().nullable() }),
});
export type BoardSeat = z.infer<typeof BoardSeat>;

export const Board = CohortSummary.extend({ name: z.string(), seats: z.array(BoardSeat) });
export type Board = z.infer<typeof Board>;
