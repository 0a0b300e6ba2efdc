// Holds the finished tables of an extract against its source, and writes down what it found.
import type { Engine } from '../engines/engine.ts';
import type { ExtractKeys } from '../keys/derive-keys.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { kOf } from '../privacy/gate-bounds.ts';
import type { FidelityPlan } from './fidelity-plan.ts';
import type { FidelityReport } from './fidelity-report.ts';
import { measureQuality } from './measure-quality.ts';
import { rounded } from './rounding.ts';
import type { Interval } from './target/auc.ts';
import { type MeasuredTarget, measureTarget } from './target/measure-target.ts';
import { writeQuality } from './write-quality.ts';

type FidelityInput = {
  policy: ExtractPolicy;
  needed: SourceColumns;
  keys: Pick<ExtractKeys, 'sampling'>;
};

/** The same for the same source, policy and key, at any number of threads. */
export async function measureFidelity(
  engine: Engine,
  plan: FidelityPlan,
  { policy, needed, keys }: FidelityInput,
): Promise<FidelityReport> {
  const keyOf = (table: string) =>
    (policy.tables[table]?.key ?? []).map((name) => ({ name, type: needed.get(table)?.get(name)?.type ?? 'text' }));
  const k = kOf(policy);
  const quality = await measureQuality(engine, { ...plan, keyOf, k });
  return {
    format: 'practicum-fidelity/1',
    policy: policy.name,
    definitions: 'SDMetrics 0.32.0, QualityReport',
    k,
    ...writeQuality(quality),
    leftOut: [...plan.leftOut],
    target: plan.target
      ? writeTarget(
          plan.target.declared.column,
          await measureTarget(engine, plan.target, {
            table: { name: plan.target.own.name, key: keyOf(plan.target.own.name) },
            key: keys.sampling,
          }),
        )
      : null,
  };
}

function writeTarget(column: string, { aucs, ...counts }: MeasuredTarget): FidelityReport['target'] {
  return {
    column,
    ...counts,
    trainedOnSource: roundedInterval(aucs?.source),
    trainedOnExtract: roundedInterval(aucs?.extract),
  };
}

const roundedInterval = (interval: Interval | undefined): Interval | null =>
  interval ? { auc: rounded(interval.auc), low: rounded(interval.low), high: rounded(interval.high) } : null;
