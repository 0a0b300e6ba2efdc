// The answer key of an extract: what was withheld and planted, sealed in a folder of its own that no learner ever sees.
import { z } from 'zod';
import { plantEffects } from '../policy/answers-declaration.ts';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

export const answerKeyFile = 'answer-key.json';
export const answerSignatureFile = 'answer-key.sig';
/** Columns plant, table, key, column, before, after: one row for every value changed, in that order. */
export const plantedFile = 'planted.parquet';
export const withheldFile = (name: string): string => `withheld-${name}.parquet`;

export const AnswerKey = z.strictObject({
  format: z.literal('practicum-answer-key/1'),
  /** Digest of the extract's manifest. */
  extract: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  policy: z.strictObject({ name: z.string(), useCase: z.string(), sha256: sha256Hex }),
  withheld: z.array(
    z.strictObject({
      name: z.string(),
      table: z.string(),
      /** Columns of the file that find the row in the extract. */
      key: z.array(z.string()).min(1),
      /** Columns of the file that hold the true values. */
      columns: z.array(z.string()).min(1),
      rows: z.int().nonnegative(),
      file: z.string(),
    }),
  ),
  planted: z.array(
    z.strictObject({
      name: z.string(),
      about: z.string(),
      effect: z.enum(plantEffects),
      table: z.string(),
      columns: z.array(z.string()),
      /** Null where the column itself is the fault. */
      rows: z.int().nonnegative().nullable(),
    }),
  ),
  keyFingerprint: z.string(),
  publicKey: z.string(),
  /** Every file but answer-key.json and answer-key.sig, by path: policy.yaml is the policy whole. */
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int().nonnegative(), sha256: sha256Hex })),
});
export type AnswerKey = z.infer<typeof AnswerKey>;
