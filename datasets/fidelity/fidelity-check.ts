// Whether an extract is as good to learn from as its policy wants.
import type { FidelityDeclaration } from '../policy/fidelity-declaration.ts';
import { atLeast, type GateAnswer, notApplicable, notComputed } from '../privacy/gate-answer.ts';
import type { FidelityReport } from './fidelity-report.ts';
import { rounded } from './rounding.ts';

/** With fewer positive rows the interval is too wide to hold anybody to. */
const fewestPositives = 200;

/**
 * The worse of two answers: the extract's model against the source's, and pair trends against the source's own noise. Without a
 * report no rows leave.
 */
export function fidelityCheck(report: FidelityReport | undefined, floor: FidelityDeclaration): GateAnswer {
  if (!report) return notApplicable('no rows leave to learn from');
  const answers = [checkTarget(report, floor), checkPairTrends(report, floor)];
  const having = (status: GateAnswer['status']) => answers.find((answer) => answer.status === status);
  const worst = having('failed') ?? having('not-computed') ?? having('passed') ?? notApplicable('');
  return { ...worst, detail: answers.map(({ detail }) => detail).join('; ') };
}

function checkTarget({ target }: FidelityReport, { auc }: FidelityDeclaration): GateAnswer {
  if (target === null) return notApplicable('the policy declares nothing to predict');
  const { column, positives, extractPositives, extractRows, trainedOnSource, trainedOnExtract } = target;
  const isEnforced = positives >= fewestPositives;
  if (!trainedOnSource || !trainedOnExtract)
    return (isEnforced ? notComputed : notApplicable)(
      `${column}: too few rows of either kind to learn from (${extractPositives} positive ones of ${extractRows} in the extract)`,
    );
  const told = `${column}: AUC ${trainedOnExtract.auc} (${trainedOnExtract.low} to ${trainedOnExtract.high}) trained on the extract, ${trainedOnSource.auc} trained on the source`;
  if (!isEnforced)
    return notApplicable(
      `${told}; only reported, because ${positives} rows are positive and ${fewestPositives} are needed`,
    );
  const bound = rounded(auc * (trainedOnSource.auc - 0.5));
  return atLeast(
    rounded(trainedOnExtract.high - 0.5),
    bound,
    `${told}, at least ${auc} of its lead over chance wanted`,
  );
}

function checkPairTrends({ properties }: FidelityReport, { pairTrends }: FidelityDeclaration): GateAnswer {
  const { score, noise, of } = properties.pairTrends;
  if (of === 0) return notApplicable('no pair of columns hangs together in the source');
  if (noise === null)
    return notApplicable(
      'pair trends have no noise to be held against, because all subjects of the source hang together',
    );
  if (score === null) return notComputed(`none of ${of} pairs of columns can be measured in the extract`);
  return atLeast(
    score,
    rounded(noise - pairTrends),
    `pair trends ${score}, between halves of the source ${noise}, at most ${pairTrends} less wanted`,
  );
}
