// What will be compared, fixed before anything is read.
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { RefusePolicy } from '../policy/refuse-policy.ts';
import type { OutputRelation } from '../privacy/output-relations.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { type ComparedTable, compareColumns, type LeftOutColumn } from './compared-columns.ts';
import { planTarget, type TargetPlan } from './target/target-plan.ts';

export type FidelityPlan = {
  tables: readonly ComparedTable[];
  leftOut: readonly LeftOutColumn[];
  relations: readonly OutputRelation[];
  target: TargetPlan | undefined;
};

/** Refuses a target that no model could learn. */
export function planFidelity(
  policy: ExtractPolicy,
  compiled: readonly CompiledTable[],
  relations: readonly OutputRelation[],
  refuse: RefusePolicy,
): FidelityPlan {
  const { tables, leftOut } = compareColumns(policy, compiled);
  return { tables, leftOut, relations, target: planTarget(policy, tables, relations, refuse) };
}
