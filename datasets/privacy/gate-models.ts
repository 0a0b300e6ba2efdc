// Holds k, l, t and the risks of re-identification against what the policy asks for.
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SensitiveAttribute } from '../policy/privacy-declaration.ts';
import { atLeast, atMost, type GateAnswer, notApplicable, verdict } from './gate-answer.ts';
import { boundsOf, kOf } from './gate-bounds.ts';
import type { SubjectClasses } from './gate-classes.ts';
import { closeness } from './models/closeness.ts';
import { distinctDiversity, entropyDiversity, recursiveDiversity } from './models/diversity.ts';
import type { ReidentificationRisks } from './models/reidentification-risks.ts';
import { roundTo12 } from './models/round.ts';
import type { SensitiveCounts } from './models/sensitive-counts.ts';

const noQuasi = notApplicable('the policy declares no quasi-identifiers');

export function checkK({ classes }: SubjectClasses, policy: ExtractPolicy): GateAnswer {
  const { quasiIdentifiers } = policy.privacy;
  if (quasiIdentifiers === 'none') return noQuasi;
  if (classes.sizes.length === 0) return verdict(false, 'no subject is left in the extract');
  const k = kOf(policy);
  const smallest = classes.sizes.reduce((least, size) => Math.min(least, size), Number.POSITIVE_INFINITY);
  return atLeast(
    smallest,
    k,
    `smallest of ${classes.sizes.length} classes holds ${smallest} subjects, ${k} wanted, on ${quasiIdentifiers.join(', ')}`,
  );
}

/** What one sensitive attribute was measured at, beside what was asked. */
export type ModelFigure = { column: string; model: string; measured: number; bound: number; holds: boolean };

export function diversityFigures({ sensitive }: SubjectClasses): ModelFigure[] {
  return sensitive.flatMap(({ declared, counts }) => {
    const figure = diversityFigure(declared, counts);
    return figure ? [figure] : [];
  });
}

function diversityFigure(
  { column, l, diversity, c }: SensitiveAttribute,
  counts: SensitiveCounts,
): ModelFigure | undefined {
  if (l === undefined) return undefined;
  if (diversity === 'recursive') {
    const measured = recursiveDiversity(counts, l);
    const bound = c ?? 1;
    return { column, model: `recursive (c, ${l})`, measured, bound, holds: measured < bound };
  }
  const measured = diversity === 'entropy' ? entropyDiversity(counts) : distinctDiversity(counts);
  return { column, model: `${diversity} l`, measured, bound: l, holds: measured >= l };
}

export function closenessFigures({ sensitive }: SubjectClasses): ModelFigure[] {
  return sensitive.flatMap(({ declared: { column, t, ordered }, counts }) => {
    if (t === undefined) return [];
    const measured = closeness(counts, ordered ? 'ordered' : 'equal');
    return [{ column, model: ordered ? 'ordered t' : 'equal t', measured, bound: t, holds: measured <= t }];
  });
}

/** The figure that is shown is of the attribute that holds worst. */
export function checkFigures(policy: ExtractPolicy, figures: readonly ModelFigure[], asked: 'l' | 't'): GateAnswer {
  if (policy.privacy.sensitive === 'none') return notApplicable('the policy declares no sensitive attributes');
  const [first, ...others] = figures;
  if (!first) return notApplicable(`the policy asks for no ${asked} of any sensitive attribute`);
  const worst = others.reduce((known, each) => (known.holds && !each.holds ? each : known), first);
  const told = figures.map(
    ({ column, model, measured, bound }) => `${column}: ${model} ${shown(measured)}, asked ${bound}`,
  );
  const numbers = Number.isFinite(worst.measured) ? { measured: worst.measured, bound: worst.bound } : {};
  return { ...verdict(worst.holds, told.join('; ')), ...numbers };
}

const shown = (figure: number): string => (Number.isFinite(figure) ? String(roundTo12(figure)) : 'without end');

export function checkRisk(
  name: 'prosecutor' | 'journalist' | 'marketer',
  { risks }: SubjectClasses,
  policy: ExtractPolicy,
): GateAnswer {
  if (!risks) return noQuasi;
  const bound = boundsOf(policy)[name];
  return riskAnswers[name](risks(bound), bound);
}

const riskAnswers: Record<
  'prosecutor' | 'journalist' | 'marketer',
  (risks: ReidentificationRisks, bound: number) => GateAnswer
> = {
  prosecutor: ({ prosecutor }, bound) =>
    atMost(
      prosecutor.highest,
      bound,
      `worst ${percent(prosecutor.highest)} for somebody known to be in the extract, ${percent(prosecutor.recordsAtRisk)} of subjects above ${percent(bound)}, ${percent(prosecutor.successRate)} on average`,
    ),
  journalist: ({ journalist }, bound) =>
    atMost(
      journalist.highest,
      bound,
      `worst ${percent(journalist.highest)} for somebody known to be in the source, ${percent(journalist.recordsAtRisk)} of subjects above ${percent(bound)}, ${percent(journalist.successRate)} on average`,
    ),
  marketer: ({ marketer }, bound) =>
    atMost(marketer, bound, `${percent(marketer)} of subjects would be found by whoever looks for all of them`),
};

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
