// What a data steward lets pass by name: one failed check, of one version of a policy, until a day.
import { z } from 'zod';

/**
 * A risk that was measured can be borne knowingly. What is not here never can: a name that leaks, a broken relation, a scanner
 * that may be blind, a figure that nobody could compute.
 */
export const waivableChecks = [
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

export const Waiver = z.strictObject({
  check: z.enum(waivableChecks),
  reason: z.string().trim().min(1),
  /** Days, YYYY-MM-DD: when it was given, and the last on which it holds. */
  given: z.iso.date(),
  until: z.iso.date(),
  steward: z.string().trim().min(1),
});
export type Waiver = z.infer<typeof Waiver>;

export const SignedWaiver = z.strictObject({
  ...Waiver.shape,
  /** Of the version of the policy that it is for. */
  policySha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Ed25519, raw 32 bytes as base64. */
  publicKey: z.string(),
  signature: z.string(),
});
export type SignedWaiver = z.infer<typeof SignedWaiver>;
