// The shape of one answer of the gate.
import { z } from 'zod';

export const gateCheckNames = [
  'integrity',
  'identifiers',
  'canaries',
  'redaction',
  'metadata',
  'suppression',
  'k-anonymity',
  'l-diversity',
  't-closeness',
  'prosecutor-risk',
  'journalist-risk',
  'marketer-risk',
  'singling-out',
  'linkability',
  'inference',
  'fidelity',
] as const;
export type GateCheckName = (typeof gateCheckNames)[number];

/**
 * `not-computed` closes the gate just as `failed` does; `not-applicable` is what the policy itself declares absent, or what the
 * published definition leaves undefined; `waived` is what failed and a data steward let pass by name.
 */
export const GateCheck = z.strictObject({
  name: z.enum(gateCheckNames),
  status: z.enum(['passed', 'failed', 'not-computed', 'not-applicable', 'waived']),
  detail: z.string(),
  /** What was measured beside what it was held against, where both are numbers. */
  measured: z.number().optional(),
  bound: z.number().optional(),
});
export type GateCheck = z.infer<typeof GateCheck>;
