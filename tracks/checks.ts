// The closed table of checks that a task may name.
import type { TrackCheck } from './check.ts';
import { businessCase } from './checks/business-case.ts';
import { documentationGaps } from './checks/documentation-gaps.ts';
import { goldenSet } from './checks/golden-set.ts';
import { modelFeedback } from './checks/model-feedback.ts';
import { problemBrief } from './checks/problem-brief.ts';
import { sqlEvidence } from './checks/sql-evidence.ts';

const checks = { problemBrief, sqlEvidence, modelFeedback, documentationGaps, businessCase, goldenSet } as const;

export const checkNames = Object.keys(checks);

/** Undefined for a name that no check has. */
export function findCheck(name: string): TrackCheck | undefined {
  return Object.hasOwn(checks, name) ? checks[name as keyof typeof checks] : undefined;
}
