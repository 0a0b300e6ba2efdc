// What the owner's pages read of a plan.
import { z } from 'zod';

const PlannedSeat = z.object({ email: z.string(), track: z.string() });

const Finding = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().optional(),
  line: z.number().optional(),
});
export type Finding = z.infer<typeof Finding>;

export const Plan = z.object({
  cohort: z.object({ key: z.string(), name: z.string(), status: z.string() }),
  seats: z.object({
    create: z.array(PlannedSeat),
    keep: z.array(PlannedSeat),
    change: z.array(PlannedSeat),
    retire: z.array(PlannedSeat),
  }),
  tasks: z.array(z.object({ track: z.string(), task: z.string(), dueAt: z.string() })),
  capacity: z.object({
    runtime: z.string(),
    sandboxes: z.number(),
    neededDiskMiB: z.number().nullable(),
    freeDiskMiB: z.number().nullable(),
  }),
  blockers: z.array(Finding),
  warnings: z.array(Finding),
  confirm: z.string().nullable(),
  unchanged: z.boolean(),
});
export type Plan = z.infer<typeof Plan>;
