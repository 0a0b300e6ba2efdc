// What a policy wants of the extract's likeness to its source.
import { z } from 'zod';
import { columnPath } from './names.ts';

const values = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1);

const FidelityTarget = z.strictObject({
  /** An output column, as table.column, of a table whose rows belong to subjects. */
  column: columnPath,
  /** Its values that count as positive; rows with neither a positive nor a negative value are left out. */
  positive: values,
  /** All other values when not given. */
  negative: values.optional(),
});
export type FidelityTarget = z.infer<typeof FidelityTarget>;

export const FidelityDeclaration = z.strictObject({
  /** What a model is to predict from the extract; `none` says that nothing is predicted. */
  target: z.union([z.literal('none'), FidelityTarget]),
  /** Closed where the upper end of the 95 % interval of the extract's AUC - 0.5 lies below this share of the source's. */
  auc: z.number().min(0).max(1).default(0.9),
  /** Closed where pair trends lie further than this below the source's split-half noise. */
  pairTrends: z.number().min(0).max(1).default(0.05),
});
export type FidelityDeclaration = z.infer<typeof FidelityDeclaration>;
