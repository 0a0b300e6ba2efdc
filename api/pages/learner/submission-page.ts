// A submission: its receipt, what was sealed, what the reviewer decided.

import { fileSize } from '../file-size.ts';
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import { successNotice } from '../notice.ts';
import { pageHead } from '../page-head.ts';
import type { Visit } from '../page-visit.ts';
import { state } from '../state.ts';
import { table } from '../table.ts';
import { standing } from './round-list.ts';
import type { DecisionDetail, RoundDetail, RubricDetail, SubmissionDetail } from './submission-shape.ts';

type SubmissionView = { submission: SubmissionDetail; round: RoundDetail | undefined; justSealed: boolean };

const verdicts: Readonly<Record<string, string>> = {
  accept: 'Accepted',
  revise: 'Revise and hand in again',
  unreviewable: 'Could not be reviewed',
};

export function submissionPage(visit: Visit, view: SubmissionView): Html {
  const { submission, round } = view;
  const seat = submission.whose && `/seats/${submission.whose.seatId}`;
  const isMine = submission.whose?.authors.some((author) => author.email === visit.me.email) === true;
  return html`${pageHead({
    title: `Task ${submission.task}, round ${submission.round}`,
    crumbs: seat === undefined ? [] : [{ href: seat, label: 'Seat' }],
    actions: standing(submission),
  })}
${
  view.justSealed &&
  successNotice(html`<strong>Handed in and sealed.</strong> A person reviews it and their feedback is due
    ${instant(submission.dueAt, visit.clock)}`)
}
${round?.decision && decisionCard(visit, round.rubric, round.decision, isMine ? seat : undefined)}
<div class="columns"><div>
<section class="card" aria-labelledby="files"><h2 id="files">What was sealed</h2>
${table(
  'Files',
  [
    {
      label: 'File',
      cell: (file) => html`<a href="/submissions/${submission.submissionId}/files/${file.path}">${file.path}</a>`,
    },
    { label: 'Size', cell: (file) => fileSize(file.size) },
    { label: 'SHA-256', cell: (file) => html`<code title="${file.sha256}">${file.sha256.slice(0, 16)}…</code>` },
  ],
  submission.files,
)}</section>
${submission.advice.findings.length > 0 && adviceCard(submission)}
</div>
<aside aria-label="Receipt"><section class="card" aria-labelledby="receipt"><h2 id="receipt">Receipt</h2>
<dl class="facts">
<dt>Handed in</dt><dd>${instant(submission.submittedAt, visit.clock)}</dd>
<dt>Feedback due</dt><dd>${instant(submission.dueAt, visit.clock)}</dd>
${submission.whose && html`<dt>By</dt><dd>${submission.whose.authors.map((author) => author.name).join(', ')}</dd>`}
<dt>Number</dt><dd><code>${submission.submissionId}</code></dd>
</dl>
${
  submission.whose &&
  html`<details><summary>The signed receipt</summary>
<p class="small muted">Keep it: it proves what you handed in and when, also without this server.</p>
<pre tabindex="0"><code>${JSON.stringify(submission.whose.receipt, undefined, 2)}</code></pre></details>`
}</section></aside></div>`;
}

/** `workplace`: where the author goes on, for an author alone. */
function decisionCard(
  visit: Visit,
  rubric: RubricDetail,
  decision: DecisionDetail,
  workplace: string | undefined,
): Html {
  return html`<section class="card" aria-labelledby="decision">
<div class="row"><h2 id="decision">Feedback</h2><span>${state(decision.verdict, verdicts[decision.verdict])}</span></div>
<p class="muted">Given ${instant(decision.publishedAt, visit.clock)}</p>
<blockquote class="typed">${decision.comment}</blockquote>
${typeof decision.reason === 'string' && html`<p>Reason: ${decision.reason}</p>`}
<ul class="plain">${rubric.criteria.map((criterion) => {
    const given = decision.levels.find((level) => level.criterion === criterion.key);
    if (!given) return undefined;
    return html`<li><h3><span class="${`level ${given.level}`}">${given.level}</span> ${criterion.title}
${criterion.gate && html` <span class="gate">must reach L2</span>`}</h3>
<p>${criterion.levels[given.level]}</p>
<dl class="facts small"><dt>Evidence</dt><dd class="typed">${given.evidence}</dd>
${typeof given.comment === 'string' && given.comment !== '' && html`<dt>Comment</dt><dd class="typed">${given.comment}</dd>`}</dl></li>`;
  })}</ul>
${
  decision.verdict === 'revise' &&
  workplace !== undefined &&
  html`<p><a class="button" href="${workplace}">Revise your work</a></p>`
}</section>`;
}

function adviceCard(submission: SubmissionDetail): Html {
  return html`<section class="card" aria-labelledby="advice"><h2 id="advice">What the checks noticed</h2>
<p class="muted">Advice for you and your reviewer. None of it delays the review.</p>
<ul class="findings">${submission.advice.findings.map(
    (found) =>
      html`<li>${found.path !== undefined && html`<code>${found.path}${found.line !== undefined && `:${found.line}`}</code> `}${found.message}</li>`,
  )}</ul></section>`;
}
