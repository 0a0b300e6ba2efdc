// What a policy wants of the extract's likeness to its source.
import { z } from 'zod';
import { columnPath } from './names.ts';

export const FidelityDeclaration = z.strictObject({
  /** What a model is to predict from the extract; `none` says that nothing is predicted. */
  target: z.union([
    z.literal('none'),
    z.strictObject({
      /** An output column, as table.column. */
      column: columnPath,
      /** Its values that count as positive; rows with neither a positive nor a negative value are left out. */
      positive: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
      /** All other values when not given. */
      negative: z
        .array(z.union([z.string(), z.number(), z.boolean()]))
        .min(1)
        .optional(),
    }),
  ]),
  /** Closed where the upper end of the 95 % interval of the extract's AUC - 0.5 lies below this share of the source's. */
  auc: z.number().min(0).max(1).default(0.9),
  /** Closed where pair trends lie further than this below the source's split-half noise. */
  pairTrends: z.number().min(0).max(1).default(0.05),
});
export type FidelityDeclaration = z.infer<typeof FidelityDeclaration>;
