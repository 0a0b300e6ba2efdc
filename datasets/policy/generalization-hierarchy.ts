// What a policy says of the coarser values that a quasi-identifier may take: exactly one way to build its levels.
import { z } from 'zod';

const widths = z.array(z.int().positive()).min(1);

export const GeneralizationHierarchy = z.strictObject({
  /** Bands of numbers, each width a multiple of the one before: [5, 10, 20]. */
  bands: widths.optional(),
  /** Bands of years of a date; 1 is the year. */
  yearBands: widths.optional(),
  /** First characters, ever fewer: [4, 3, 1]. */
  prefixes: widths.optional(),
  /** Per level, what becomes of the names of the level before; a name that is not listed stays. */
  groups: z.array(z.record(z.string(), z.string())).min(1).optional(),
  /** An ARX-style CSV file beside the policy. */
  file: z
    .strictObject({
      name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/, 'a file name without folders'),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lowercase hex digits'),
    })
    .optional(),
});
export type GeneralizationHierarchy = z.infer<typeof GeneralizationHierarchy>;

export const hierarchyWays = ['bands', 'yearBands', 'prefixes', 'groups', 'file'] as const;
