// The shape of one answer of the gate.
import { z } from 'zod';

/** `not-computed` closes the gate just as `failed` does; `not-applicable` is what the policy itself declares absent. */
export const GateCheck = z.strictObject({
  name: z.enum(['identifiers', 'k-anonymity', 'suppression', 'integrity', 'metadata']),
  status: z.enum(['passed', 'failed', 'not-computed', 'not-applicable']),
  detail: z.string(),
});
export type GateCheck = z.infer<typeof GateCheck>;
