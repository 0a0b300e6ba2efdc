// The privacy report of an extract as data: what the gate asked, measured and found, without a value of the source.
import type { PolicySigner } from '../../keys/policy-signature.ts';
import type { ExtractPolicy } from '../../policy/extract-policy.ts';
import type { SignedWaiver } from '../../policy/waiver.ts';
import type { GatheredIdentifier } from '../../sources/identifier-values.ts';
import type { ChanceMatches } from '../../transforms/chance-matches.ts';
import type { CompiledTable } from '../../transforms/compiled-table.ts';
import type { Canaries } from '../canaries/plant-canaries.ts';
import type { AttackReport } from '../gate-attacks.ts';
import { kOf } from '../gate-bounds.ts';
import type { GateCheck } from '../gate-check.ts';
import type { GateEvidence } from '../gate-evidence.ts';
import type { LeakFinding, ScannedColumn } from '../leaks/leak-finding.ts';
import { roundTo12 } from '../models/round.ts';
import { type SafeHarbor, safeHarborOf } from './safe-harbor.ts';

export type ReportInput = {
  policy: ExtractPolicy;
  view: string | undefined;
  policySha256: string;
  signedBy: PolicySigner | null;
  checks: readonly GateCheck[];
  waivers: readonly SignedWaiver[];
  evidence: GateEvidence;
  gathered: readonly GatheredIdentifier[];
  canaries: Canaries;
  drawnFrom: { faker: string; matchesByChance: ChanceMatches[] } | null;
  /** Tables of which something leaves. */
  leaving: readonly CompiledTable[];
  subjects: { chosen: number; suppressed: number; included: number };
};

type IdentifierReport = {
  name: string;
  class: string;
  /** The matching rule that the policy declares, in words. */
  rule: string;
  /** Different values in the whole source. */
  values: number;
  /** Columns that were looked at; of them, those in which something had its form. */
  columnsScanned: number;
  columns: Omit<ScannedColumn, 'identifier'>[];
  leaks: Omit<LeakFinding, 'identifier'>[];
};

export type PrivacyReport = ReturnType<typeof privacyReportOf>;

export function privacyReportOf(input: ReportInput) {
  const { policy, evidence, leaving } = input;
  return {
    format: 'practicum-privacy-report/1' as const,
    policy: {
      name: policy.name,
      view: input.view ?? null,
      sha256: input.policySha256,
      signedBy: input.signedBy && { signer: input.signedBy.signer, keyFingerprint: input.signedBy.keyFingerprint },
    },
    /** Keyed output can be undone by whoever holds the key: it is never called anonymous. */
    standing: 'pseudonymised' as const,
    tier: policy.privacy.tier,
    k: kOf(policy),
    bounds: Object.fromEntries(Object.entries(evidence.bounds).map(([name, bound]) => [name, roundTo12(bound)])),
    subjects: input.subjects,
    checks: [...input.checks],
    waivers: input.waivers.map(({ publicKey: _key, signature: _signature, ...waiver }) => waiver),
    identifiers: input.gathered.map((each) => identifierReport(each, input)),
    canaries: {
      planted: leaving.reduce((sum, { name }) => sum + input.canaries.rowsIn(name), 0),
      controls: evidence.control,
      withoutFit: [...input.canaries.unfit],
    },
    /** Of every redacted column: what was planted into its sentences, and how much of it was found. */
    redactions: evidence.redactions,
    /** Where a replacement may be the row's own value: words that many people share. */
    matchesByChance: input.drawnFrom?.matchesByChance ?? [],
    quasiIdentifiers: policy.privacy.quasiIdentifiers,
    classes: evidence.classSizes && classesReport(evidence.classSizes),
    diversity: evidence.diversity.map(finite),
    closeness: evidence.closeness.map(finite),
    risks: evidence.risks,
    attacks: evidence.attacks satisfies AttackReport[],
    safeHarbor: safeHarborOf(leaving) satisfies SafeHarbor,
  };
}

function identifierReport(
  { declared, shape }: GatheredIdentifier,
  { evidence, leaving }: ReportInput,
): IdentifierReport {
  const isIts = ({ identifier }: { identifier: string }) => identifier === declared.name;
  const without = <T extends { identifier: string }>({ identifier: _name, ...rest }: T) => rest;
  return {
    name: declared.name,
    class: declared.class,
    rule: ruleOf(declared),
    values: shape.values,
    columnsScanned: leaving.reduce((sum, { columns }) => sum + columns.length, 0),
    columns: (evidence.scan?.columns ?? [])
      .filter(isIts)
      .map((each) => ({ ...without(each), expectedByChance: roundTo12(each.expectedByChance) })),
    leaks: (evidence.scan?.findings ?? []).filter(isIts).map(without),
  };
}

function ruleOf({ context, minimumEntropyBits, tuple }: GatheredIdentifier['declared']): string {
  const parts = [`a value of ${minimumEntropyBits} bits or more counts anywhere`];
  if (context.length > 0) parts.push(`any value counts beside ${context.join(', ')}`);
  if (tuple) parts.push(`and together with ${tuple.join(', ')} in one row`);
  return parts.join('; ');
}

/** Upper ends of the bins into which classes are counted: a list of all sizes would be as long as the extract. */
const binEnds = [1, 4, 11, 19, 49, 99, 499, 999] as const;

/** `sizes` ascending. */
function classesReport(sizes: readonly number[]) {
  const bins = [...binEnds, Number.POSITIVE_INFINITY].map((to, at) => {
    const from = (binEnds[at - 1] ?? 0) + 1;
    const inside = sizes.filter((size) => size >= from && size <= to);
    return {
      from,
      to: Number.isFinite(to) ? to : null,
      classes: inside.length,
      subjects: inside.reduce((sum, size) => sum + size, 0),
    };
  });
  return {
    count: sizes.length,
    smallest: sizes[0] ?? 0,
    median: sizes[sizes.length >> 1] ?? 0,
    largest: sizes.at(-1) ?? 0,
    bins,
  };
}

/** JSON has no infinity. */
const finite = <T extends { measured: number }>(figure: T) => ({
  ...figure,
  measured: Number.isFinite(figure.measured) ? roundTo12(figure.measured) : null,
});
