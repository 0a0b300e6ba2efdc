// Prosecutor, journalist and marketer risk of a release, by ARX's formulas, with the source as the population.
import { roundTo12 } from './round.ts';

type RiskOfTarget = {
  /** Share of released records whose own risk is above the threshold. */
  recordsAtRisk: number;
  /** The risk of the record that is worst off. */
  highest: number;
  /** Share of attempts that would succeed. */
  successRate: number;
};

export type ReidentificationRisks = {
  /** The attacker knows that the target is in the release. */
  prosecutor: RiskOfTarget;
  /** The attacker knows only that the target is in the population. */
  journalist: RiskOfTarget;
  /** The attacker wants as many people as possible: success rate. */
  marketer: number;
};

/**
 * `released[j]` records of class j stand in the release, `population[j]` in the source under the same generalization (at least as
 * many); a class with none released is ignored. Formulas of ARX's `RiskModelSampleSummary`, f released and F population:
 * prosecutor Σ f over classes with 1/f > threshold ÷ n, 1/min f, J/n; journalist the same with F, 1/min F,
 * max(J/ΣF, Σ(f/F)/n); marketer Σ(f/F)/n. All 0 for an empty release.
 */
export function reidentificationRisks(
  released: Int32Array,
  population: Int32Array,
  threshold: number,
): ReidentificationRisks {
  const least = { released: Number.POSITIVE_INFINITY, population: Number.POSITIVE_INFINITY };
  const above = { released: 0, population: 0 };
  let [classes, records, people] = [0, 0, 0];
  // Equal ratios are counted together and summed in order of their parts, so that the order of classes cannot show.
  const ratios = new Map<string, { ratio: number; times: number }>();
  for (const [position, f] of released.entries()) {
    if (f === 0) continue;
    const F = Math.max(f, population[position] ?? f);
    classes++;
    records += f;
    people += F;
    least.released = Math.min(least.released, f);
    least.population = Math.min(least.population, F);
    if (1 / f > threshold) above.released += f;
    if (1 / F > threshold) above.population += f;
    const key = `${f}/${F}`;
    const known = ratios.get(key);
    if (known) known.times++;
    else ratios.set(key, { ratio: f / F, times: 1 });
  }
  if (records === 0) {
    const none = { recordsAtRisk: 0, highest: 0, successRate: 0 };
    return { prosecutor: none, journalist: none, marketer: 0 };
  }
  const sorted = [...ratios.values()].sort((a, b) => a.ratio - b.ratio);
  const reached = sorted.reduce((total, { ratio, times }) => total + ratio * times, 0);
  const marketer = roundTo12(reached / records);
  return {
    prosecutor: {
      recordsAtRisk: roundTo12(above.released / records),
      highest: roundTo12(1 / least.released),
      successRate: roundTo12(classes / records),
    },
    journalist: {
      recordsAtRisk: roundTo12(above.population / records),
      highest: roundTo12(1 / least.population),
      successRate: Math.max(roundTo12(classes / people), marketer),
    },
    marketer,
  };
}
