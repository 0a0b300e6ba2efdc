// Handing in: what goes, four questions about how the work went, refusals with their remedies.
import type { Problem } from '../../problems.ts';
import { hiddenField, textArea, textField } from '../fields.ts';
import { type Html, html } from '../html.ts';
import { pageHead } from '../page-head.ts';
import { trackLabel } from '../track-label.ts';
import type { SeatDetail, SeatTask } from './seat-shape.ts';

export const reflectionQuestions = [
  { key: 'savedTime', label: 'Did AI save time on this task, and where?' },
  { key: 'qualityOk', label: 'Was what it gave good enough to use?' },
  { key: 'whereBroke', label: 'Where did it break or mislead?' },
  { key: 'doDifferently', label: 'What would you do differently next time?' },
] as const;

type SubmitView = {
  seat: SeatDetail;
  task: SeatTask;
  /** Makes a second click of the same form the same submission. */
  key: string;
  answers: Readonly<Record<string, string>>;
  problem?: Problem | undefined;
};

export function submitPage(view: SubmitView): Html {
  const { seat, task } = view;
  return html`${pageHead({
    title: `Hand in ${task.deliverable.title}`,
    lead: `Task ${task.key}: ${task.title}`,
    crumbs: [
      { href: '/learner', label: 'My seats' },
      { href: `/seats/${seat.seatId}`, label: trackLabel(seat.track) },
    ],
  })}
${view.problem && refusal(seat, view.problem)}
<form class="card narrow" method="post" action="/seats/${seat.seatId}/submit" data-warn>
${hiddenField('task', task.key)}${hiddenField('key', view.key)}
<h2>What goes to the reviewer</h2>
<p>These files, as they are in your sandbox when you press the button. They are sealed: what was handed in cannot be changed later.</p>
<ul>${task.deliverable.files.map(
    (file) =>
      html`<li><a href="${fileAddress(seat, file.path)}">${file.path}</a>${!file.required && ' (optional)'}</li>`,
  )}</ul>
<h2>How it went</h2>
<p class="hint">Your answers go with the submission. Leave empty what has no answer.</p>
${reflectionQuestions.map((question) =>
  textArea({ name: question.key, label: question.label, value: view.answers[question.key] ?? '', rows: 2 }),
)}
${textField({
  name: 'coAuthors',
  label: 'Others who worked on it',
  value: view.answers['coAuthors'] ?? '',
  hint: 'E-mail addresses of co-authors, separated by commas. They must hold a seat on this track of the cohort.',
})}
<p class="actions"><button type="submit">Hand in</button> <a class="button second" href="/seats/${seat.seatId}">Not yet</a></p>
</form>`;
}

/** Each finding leads to the file it speaks of. */
function refusal(seat: SeatDetail, problem: Problem): Html {
  const { title, detail, findings = [] } = problem.toDocument();
  return html`<section class="notice bad" role="alert" tabindex="-1" data-focus>
<h2>${title}</h2><p>${detail}</p>
<ul class="findings">${findings.map(
    (found) =>
      html`<li>${
        found.path !== undefined &&
        html`<a href="${fileAddress(seat, found.path)}"><code>${found.path}${found.line !== undefined && `:${found.line}`}</code></a> `
      }${found.message}</li>`,
  )}</ul>
<p class="small">Nothing was handed in, and no clock runs. Mend the files, then hand in again; your answers below are kept.</p>
</section>`;
}

function fileAddress(seat: SeatDetail, path: string): string {
  return `/seats/${seat.seatId}/file?path=${encodeURIComponent(path)}`;
}
