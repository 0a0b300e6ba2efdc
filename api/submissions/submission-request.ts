// What a learner asks when handing in.
import { z } from 'zod';
import { Email } from '../people/email.ts';

const Answer = z.string().trim().max(4000);

/** The four questions after each task. */
export const Reflection = z.strictObject({
  savedTime: Answer,
  qualityOk: Answer,
  whereBroke: Answer,
  doDifferently: Answer,
});

export const SubmissionRequest = z.strictObject({
  task: z.string().max(20).describe('Key of the task, such as B1.'),
  coAuthors: z.array(Email).max(20).default([]).describe('Who else hands this in: they have a seat on the same track.'),
  reflection: Reflection.optional(),
});
export type SubmissionRequest = z.infer<typeof SubmissionRequest>;
