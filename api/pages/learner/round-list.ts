// The rounds of a task: what was handed in, what came back.
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import type { Visit } from '../page-visit.ts';
import { state } from '../state.ts';
import type { SubmissionDetail } from './submission-shape.ts';

const standings: Readonly<Record<string, string>> = {
  'in-review': 'With a reviewer',
  returned: 'Feedback is here',
  accepted: 'Accepted',
};

export function standing(submission: Pick<SubmissionDetail, 'standing'>): Html {
  return state(submission.standing, standings[submission.standing]);
}

/** Newest first. */
export function roundList(visit: Visit, submissions: readonly SubmissionDetail[]): Html {
  const ordered = submissions.toSorted((one, other) => other.round - one.round);
  return html`<section class="card" aria-labelledby="rounds"><h2 id="rounds">Handed in</h2>
<ul class="plain">${ordered.map(
    (
      submission,
    ) => html`<li class="row"><span><a href="/submissions/${submission.submissionId}">Round ${submission.round}</a>
${standing(submission)}</span>
<span>${
      submission.standing === 'in-review'
        ? html`feedback due ${instant(submission.dueAt, visit.clock)}`
        : html`handed in ${instant(submission.submittedAt, visit.clock)}`
    }</span></li>`,
  )}</ul></section>`;
}
