// The desk: the sealed files beside the rubric.
import { randomUUID } from 'node:crypto';
import { levels } from '../../../tracks/use-case.ts';
import type { Problem } from '../../problems.ts';
import { hiddenField, textArea } from '../fields.ts';
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import type { RubricDetail } from '../learner/submission-shape.ts';
import { problemNotice, successNotice } from '../notice.ts';
import { numberedText } from '../numbered-text.ts';
import { pageHead } from '../page-head.ts';
import type { Visit } from '../page-visit.ts';
import { trackLabel } from '../track-label.ts';
import { timeLeft } from './queue-page.ts';
import type { LeasedRound } from './review-shape.ts';

export type DeskView = {
  leaseId: string;
  round: LeasedRound;
  files: readonly { path: string; bytes: Uint8Array }[];
  advice: readonly { message: string; path?: string | undefined; line?: number | undefined }[];
  /** What was typed, by field. */
  typed: (name: string) => string;
  problem?: Problem | undefined;
  said?: Html | undefined;
};

const verdicts = [
  { value: 'accept', label: 'Accept', meaning: 'No criterion at L0, and L2 or better wherever it must.' },
  { value: 'revise', label: 'Revise', meaning: 'The learner mends what you name; a new round has its own 48 hours.' },
] as const;

export function deskPage(visit: Visit, view: DeskView): Html {
  const { round, leaseId } = view;
  return html`${pageHead({
    title: `${trackLabel(round.track)}, task ${round.task}, round ${round.round}`,
    lead: html`Feedback due ${instant(round.dueAt, visit.clock)}`,
    crumbs: [{ href: '/review', label: 'Review' }],
    actions: timeLeft(visit, round.dueAt),
  })}
${problemNotice(view.problem)}
${view.said && successNotice(view.said)}
<div class="desk">
<section class="card desk-files" aria-label="What was handed in" tabindex="0">
${view.files.map(
  (file) => html`<details open><summary><code>${file.path}</code></summary>${numberedText(file.bytes)}</details>`,
)}
${view.advice.length > 0 && advice(view.advice)}
</section>
<form class="card" method="post" action="/review/leases/${leaseId}" data-warn data-renew="/review/leases/${leaseId}/renew">
${hiddenField('key', randomUUID())}
<h2>${round.rubric.title}</h2>
${round.rubric.criteria.map((criterion) => criterionFields(criterion, view))}
${verdictFields(view)}
<p class="actions"><button type="submit">Publish the decision</button>
<button class="second" type="submit" formaction="/review/leases/${leaseId}/renew" formnovalidate>Keep it longer</button>
<button class="second" type="submit" formaction="/review/leases/${leaseId}/release" formnovalidate>Give it back</button></p>
<details${view.typed('reason') !== '' && html` open`}><summary>It cannot be reviewed at all</summary>
${textArea({
  name: 'reason',
  label: 'Why not',
  value: view.typed('reason'),
  hint: 'Such as a file that does not open. No levels are given; what you wrote “to the learner” goes with it.',
  rows: 2,
})}
<button class="danger" type="submit" name="unreviewable" value="yes" formnovalidate>Publish as unreviewable</button></details>
<p class="small muted" data-renewed>Yours for 90 minutes at a time; while you type, the page asks for longer by itself.</p>
</form></div>`;
}

function criterionFields(criterion: RubricDetail['criteria'][number], view: DeskView): Html {
  const name = `level.${criterion.key}`;
  return html`<fieldset class="criterion"><legend>${criterion.title}${
    criterion.gate && html` <span class="gate">must reach L2</span>`
  }</legend>
${levels.map(
  (level) =>
    html`<label class="choice"><input type="radio" name="${name}" value="${level}" required${
      view.typed(name) === level && html` checked`
    }><span><strong>${level}</strong> ${criterion.levels[level]}</span></label>`,
)}
<div class="pair">${textArea({
    name: `evidence.${criterion.key}`,
    label: 'Evidence',
    value: view.typed(`evidence.${criterion.key}`),
    hint: 'File and line, or a short quotation.',
    rows: 2,
    required: true,
  })}
${textArea({
  name: `comment.${criterion.key}`,
  label: 'Comment',
  value: view.typed(`comment.${criterion.key}`),
  hint: 'What would lift it; needed below L2.',
  rows: 2,
})}</div></fieldset>`;
}

function verdictFields(view: DeskView): Html {
  return html`<fieldset class="criterion"><legend>Decision</legend>
${verdicts.map(
  (verdict) =>
    html`<label class="choice"><input type="radio" name="verdict" value="${verdict.value}" required${
      view.typed('verdict') === verdict.value && html` checked`
    }><span><strong>${verdict.label}</strong> ${verdict.meaning}</span></label>`,
)}
${textArea({
  name: 'comment',
  label: 'To the learner',
  value: view.typed('comment'),
  hint: 'On the reasoning as a whole: what holds, what to do next.',
  rows: 4,
  required: true,
})}
</fieldset>`;
}

function advice(findings: DeskView['advice']): Html {
  return html`<h3>What the checks noticed</h3><ul class="findings">${findings.map(
    (found) =>
      html`<li>${found.path !== undefined && html`<code>${found.path}${found.line !== undefined && `:${found.line}`}</code> `}${found.message}</li>`,
  )}</ul>`;
}
