// Lets failed checks pass that a data steward has waived by name, and says why the other waivers do not hold.
import { fingerprintOf } from '../keys/derive-keys.ts';
import type { PolicySigner } from '../keys/policy-signature.ts';
import { type SignedWaiver, waivableChecks } from '../policy/waiver.ts';
import type { GateCheck } from './gate-check.ts';

export type GivenWaivers = {
  /** With signatures that hold. */
  waivers: readonly SignedWaiver[];
  policySha256: string;
  /** A waiver counts only from the steward who signed the policy. */
  signedBy: PolicySigner | null;
  /** The day of the run, YYYY-MM-DD; without one no waiver can be told to hold still. */
  asOf: string | undefined;
};

/** Only what failed: a check that could not be computed says nothing that anybody could take upon themselves. */
export function applyWaivers(
  checks: readonly GateCheck[],
  given: GivenWaivers,
): { checks: GateCheck[]; applied: SignedWaiver[] } {
  const applied: SignedWaiver[] = [];
  const answers = checks.map((check): GateCheck => {
    if (check.status !== 'failed' || !waivable.has(check.name)) return check;
    const found = given.waivers.filter((waiver) => waiver.check === check.name);
    const holding = found.find((waiver) => whyNot(waiver, given) === undefined);
    if (!holding) {
      const reasons = found.map(
        (waiver) => `; the waiver by ${waiver.steward} does not hold: ${whyNot(waiver, given)}`,
      );
      return { ...check, detail: `${check.detail}${reasons.join('')}` };
    }
    applied.push(holding);
    const { steward, until, reason } = holding;
    return { ...check, status: 'waived', detail: `${check.detail}; waived by ${steward} until ${until}: ${reason}` };
  });
  return { checks: answers, applied };
}

const waivable: ReadonlySet<string> = new Set(waivableChecks);

function whyNot(waiver: SignedWaiver, { policySha256, signedBy, asOf }: GivenWaivers): string | undefined {
  if (waiver.policySha256 !== policySha256) return 'it is for another version of the policy';
  if (signedBy === null) return 'nobody has signed the policy itself';
  if (fingerprintOf(Buffer.from(waiver.publicKey, 'base64')) !== signedBy.keyFingerprint)
    return `${signedBy.signer} signed the policy with another key`;
  if (asOf === undefined) return 'the run was not told what day it is';
  if (waiver.until < asOf) return `it ran out on ${waiver.until}`;
  return waiver.given > asOf ? `it begins on ${waiver.given}` : undefined;
}
