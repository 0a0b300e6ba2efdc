// What pages read of a submission and of its round.
import { z } from 'zod';
import { levels } from '../../../tracks/use-case.ts';

export const SubmissionDetail = z.object({
  submissionId: z.string(),
  roundId: z.string(),
  round: z.number(),
  track: z.string(),
  task: z.string(),
  submittedAt: z.string(),
  dueAt: z.string(),
  standing: z.string(),
  manifestSha256: z.string(),
  advice: z.object({
    findings: z.array(
      z.object({ code: z.string(), message: z.string(), path: z.string().optional(), line: z.number().optional() }),
    ),
  }),
  files: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() })),
  whose: z
    .object({
      seatId: z.string(),
      authors: z.array(z.object({ name: z.string(), email: z.string() })),
      receipt: z.looseObject({ keyId: z.string(), signature: z.string() }),
    })
    .optional(),
});
export type SubmissionDetail = z.infer<typeof SubmissionDetail>;

export const RubricDetail = z.object({
  title: z.string(),
  criteria: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      gate: z.boolean(),
      levels: z.object({ L0: z.string(), L1: z.string(), L2: z.string(), L3: z.string() }),
    }),
  ),
});
export type RubricDetail = z.infer<typeof RubricDetail>;

export const DecisionDetail = z.object({
  verdict: z.string(),
  comment: z.string(),
  reason: z.string().nullish(),
  publishedAt: z.string(),
  levels: z.array(
    z.object({
      criterion: z.string(),
      level: z.enum(levels),
      evidence: z.string(),
      comment: z.string().nullish(),
    }),
  ),
});
export type DecisionDetail = z.infer<typeof DecisionDetail>;

export const RoundDetail = z.object({
  roundId: z.string(),
  state: z.string(),
  rubric: RubricDetail,
  decision: DecisionDetail.nullish(),
});
export type RoundDetail = z.infer<typeof RoundDetail>;
