// Reads a decision from the desk's form.
import { Problem } from '../../problems.ts';
import type { RubricDetail } from '../learner/submission-shape.ts';
import type { PageForm } from '../page-form.ts';

/** What is left open is left out, so that the API names it. */
export function decisionOf(rubric: RubricDetail, form: PageForm) {
  const comment = form.text('comment').trim();
  if (form.text('unreviewable') !== '')
    return { verdict: 'unreviewable', levels: [], comment, ...filled('reason', form.text('reason')) };
  const levels = rubric.criteria
    .map(({ key }) => ({
      criterion: key,
      level: form.text(`level.${key}`),
      evidence: form.text(`evidence.${key}`).trim(),
      ...filled('comment', form.text(`comment.${key}`)),
    }))
    .filter(({ level }) => level !== '');
  return { verdict: form.text('verdict'), levels, comment };
}

function filled(name: string, text: string): Record<string, string> {
  return text.trim() === '' ? {} : { [name]: text.trim() };
}

type Decision = ReturnType<typeof decisionOf>;

/** The same refusal, with the title of a criterion where the API could only count: a reviewer knows no `levels.3`. */
export function namedByCriterion(problem: Problem, decision: Decision, rubric: RubricDetail): Problem {
  const findings = problem.findings.map((finding) => {
    const place = /(?:^|\.)levels\.(\d+)/.exec(finding.path ?? '')?.[1];
    const key = place === undefined ? undefined : decision.levels[Number(place)]?.criterion;
    const title = rubric.criteria.find((criterion) => criterion.key === key)?.title;
    return title === undefined ? finding : { ...finding, path: title };
  });
  return new Problem(problem.code, problem.message, { findings, cause: problem });
}
