// Says whether a reviewer's levels allow a deliverable to be accepted.
import { type Level, levels, type Rubric } from './use-case.ts';

export type Judgement = 'acceptable' | { reasons: string[] };

/**
 * Acceptable: every criterion has a level, none is L0, every gate criterion is L2 or better.
 * `given` maps criterion key → level; a key that the rubric lacks is a reason too.
 */
export function judge(rubric: Rubric, given: Readonly<Record<string, Level>>): Judgement {
  const reasons: string[] = [];
  for (const criterion of rubric.criteria) {
    const level = given[criterion.key];
    if (level === undefined) reasons.push(`"${criterion.title}" has no level yet: give one of ${levels.join(', ')}.`);
    else if (level === 'L0') reasons.push(`"${criterion.title}" is at L0: ${criterion.levels.L0}`);
    else if (criterion.gate && level === 'L1')
      reasons.push(`"${criterion.title}" is a gate criterion and needs L2 (${criterion.levels.L2}), not L1.`);
  }
  const known = new Set(rubric.criteria.map((criterion) => criterion.key));
  for (const key of Object.keys(given))
    if (!known.has(key)) reasons.push(`"${key}" is not a criterion of the rubric "${rubric.title}".`);
  return reasons.length === 0 ? 'acceptable' : { reasons };
}
