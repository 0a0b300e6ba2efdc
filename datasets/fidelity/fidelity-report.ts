// What is told about an extract's likeness to its source, and sealed with it.
import { z } from 'zod';

const Share = z.number().min(0).max(1);
const Score = Share.nullable();
/** What was scored beside the noise of the source itself: the same between two random halves of its subjects. */
const scored = { score: Score, noise: Score };

const Property = z.strictObject({ ...scored, of: z.int().nonnegative() });

/** Shares of the rows with a value; the source's are rounded to whole groups of k, and no group is smaller. */
const Bars = z.array(z.strictObject({ label: z.string(), source: Share, extract: Share }));

const Pair = { metric: z.enum(['CorrelationSimilarity', 'ContingencySimilarity']), ...scored };

const Interval = z.strictObject({ auc: Share, low: Share, high: Share });

export const FidelityReport = z.strictObject({
  format: z.literal('practicum-fidelity/1'),
  /** The policy's name. */
  policy: z.string(),
  definitions: z.literal('SDMetrics 0.32.0, QualityReport'),
  /** No group of fewer people of the source is shown. */
  k: z.int().positive(),
  /** The mean of the properties that are defined, then each: the mean over `of` columns, pairs or relations. */
  overall: z.strictObject(scored),
  properties: z.strictObject({
    columnShapes: Property,
    pairTrends: Property,
    cardinality: Property,
    intertableTrends: Property,
  }),
  columns: z.array(
    z.strictObject({
      table: z.string(),
      column: z.string(),
      /** Generalized: held against source values that were generalized the same way. */
      treatment: z.enum(['kept', 'generalized']),
      metric: z.enum(['KSComplement', 'TVComplement']),
      ...scored,
      missingValueSimilarity: Score,
      boundaryAdherence: Score.optional(),
      rangeCoverage: Score.optional(),
      categoryCoverage: Score.optional(),
      /** Categories that fewer than one in a hundred rows of the source have, and how many of them the extract has. */
      rare: z.strictObject({ categories: z.int().nonnegative(), survive: z.int().nonnegative() }).optional(),
      bars: Bars,
    }),
  ),
  /** Columns that are not held against the source: replaced on purpose, keys, or recoded group by group. */
  leftOut: z.array(
    z.strictObject({ table: z.string(), column: z.string(), reason: z.enum(['replaced', 'key', 'recoded']) }),
  ),
  /** Pairs that hang together in the source (|correlation| above 0.5, Cramér's V above 0.3), and how many others there are. */
  pairs: z.array(z.strictObject({ table: z.string(), columns: z.tuple([z.string(), z.string()]), ...Pair })),
  weakPairs: z.int().nonnegative(),
  intertablePairs: z.array(
    z.strictObject({ parent: z.string(), child: z.string(), columns: z.tuple([z.string(), z.string()]), ...Pair }),
  ),
  relations: z.array(
    z.strictObject({ child: z.string(), columns: z.array(z.string()), parent: z.string(), ...scored, bars: Bars }),
  ),
  /** Null where the policy predicts nothing. */
  target: z
    .strictObject({
      column: z.string(),
      rows: z.int().nonnegative(),
      positives: z.int().nonnegative(),
      extractRows: z.int().nonnegative(),
      extractPositives: z.int().nonnegative(),
      features: z.int().nonnegative(),
      /** Trained on one, tested on the source. Null where there is too little to learn from. */
      trainedOnSource: Interval.nullable(),
      trainedOnExtract: Interval.nullable(),
    })
    .nullable(),
});
export type FidelityReport = z.infer<typeof FidelityReport>;
