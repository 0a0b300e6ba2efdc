// What the CLI reads of a claimed round.
import { z } from 'zod';

const Finding = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().optional(),
  line: z.int().optional(),
});

const Criterion = z.looseObject({
  key: z.string(),
  title: z.string(),
  gate: z.boolean(),
  levels: z.record(z.string(), z.string()),
});

export const ClaimedRound = z.looseObject({
  leaseId: z.string(),
  leaseToken: z.string(),
  expiresAt: z.string(),
  round: z.looseObject({
    roundId: z.string(),
    submissionId: z.string(),
    round: z.int(),
    track: z.string(),
    task: z.string(),
    dueAt: z.string(),
    rubricDigest: z.string(),
    rubric: z.looseObject({ title: z.string(), criteria: z.array(Criterion) }),
    files: z.array(z.looseObject({ path: z.string() })),
    /** What the track's check says to the reviewer; it decides nothing. */
    advice: z.looseObject({ findings: z.array(Finding) }),
  }),
});
export type ClaimedRound = z.infer<typeof ClaimedRound>;
