// The shapes of what the routes of cohorts answer.
import { z } from 'zod';
import { trackNames } from '../../tracks/track.ts';
import { runtimeNames } from '../sandboxes/sandbox-runtime.ts';
import { cohortStatuses } from './cohort-record.ts';
import type { CohortPlan } from './plan-cohort.ts';

const Track = z.enum(trackNames);
const Instant = z.iso.datetime();
const Finding = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().optional(),
  line: z.int().optional(),
});
const PlannedSeat = z.object({
  email: z.string(),
  track: Track,
  seatId: z.string().optional(),
  sandboxId: z.string().optional(),
});

export const PlanAnswer = z.object({
  cohort: z.object({
    key: z.string(),
    name: z.string(),
    cohortId: z.string().nullable(),
    status: z.enum(['new', ...cohortStatuses]),
  }),
  seats: z.object({
    create: z.array(PlannedSeat),
    keep: z.array(PlannedSeat),
    change: z.array(PlannedSeat.extend({ extract: z.string() })),
    retire: z.array(PlannedSeat),
  }),
  tasks: z.array(z.object({ track: Track, task: z.string(), dueAt: Instant })),
  capacity: z.object({
    runtime: z.string(),
    sandboxes: z.int(),
    neededDiskMiB: z.int().nullable(),
    freeDiskMiB: z.int().nullable(),
  }),
  blockers: z.array(Finding),
  warnings: z.array(Finding),
  confirm: z.string().nullable().describe('What has to be typed to apply this, because it removes sandboxes'),
  unchanged: z.boolean(),
});

export function planAnswer(plan: CohortPlan): z.infer<typeof PlanAnswer> {
  return { ...plan, tasks: plan.tasks.map((task) => ({ ...task, dueAt: task.dueAt.toISOString() })) };
}

export const CohortAnswer = z.object({
  cohortId: z.string(),
  key: z.string(),
  name: z.string(),
  useCase: z.string(),
  starts: z.iso.date(),
  ends: z.iso.date(),
  timeZone: z.string(),
  runtime: z.enum(runtimeNames).or(z.string()),
  status: z.enum(cohortStatuses),
  appliedAt: Instant,
  closedAt: Instant.nullable(),
  certificate: z.record(z.string(), z.unknown()).nullable(),
});

export const BoardAnswer = CohortAnswer.extend({
  manifest: z.string(),
  counts: z.record(z.string(), z.int()).describe('Live seats by the status of their sandbox'),
  seats: z.array(
    z.object({
      seatId: z.string(),
      learner: z.object({ personId: z.string(), email: z.string(), name: z.string() }),
      track: Track,
      sandbox: z.object({ sandboxId: z.string(), status: z.string(), failure: z.string().nullable() }),
      tasks: z.array(z.object({ task: z.string(), title: z.string(), dueAt: Instant })),
    }),
  ),
  reviewers: z.array(z.object({ email: z.string(), name: z.string(), tracks: z.array(Track) })),
  holds: z.array(z.object({ subject: z.string(), reason: z.string() })),
});
