// The numbers that the gate holds figures against, by tier, unless the policy gives its own.
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RiskName } from '../policy/privacy-declaration.ts';

/** External is for people whom the company has no contract with. Default: the worst risk of one in twelve is below 0.09. */
const kByTier = { internal: 5, default: 12, external: 20 } as const;

/**
 * Of attacks, whose rate counts people of whom the extract gives away more than the same attack learns without it. The same shares
 * as for re-identification in the published precedents: 0.2 among trusted people, 0.09 for release to named ones, 0.05 in public.
 */
const attackBoundByTier = { internal: 0.2, default: 0.09, external: 0.05 } as const;

type Declared = Pick<ExtractPolicy, 'privacy'>;

export const kOf = ({ privacy }: Declared): number => privacy.k ?? kByTier[privacy.tier];

/** Nobody's risk may exceed that of a class of k: a policy that gives its own k means its own risk, too. */
export function boundsOf({ privacy }: Declared): Record<RiskName, number> {
  const worst = 1 / kOf({ privacy });
  const attack = attackBoundByTier[privacy.tier];
  return {
    prosecutor: worst,
    journalist: worst,
    marketer: worst,
    singlingOut: attack,
    linkability: attack,
    inference: attack,
    ...privacy.risks,
  };
}
