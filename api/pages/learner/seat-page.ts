// A seat: the problem first, then what is asked for, the work, the way to hand it in.
import { fileField } from '../fields.ts';
import { fileSize } from '../file-size.ts';
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import { renderMarkdown } from '../markdown.ts';
import { pageHead } from '../page-head.ts';
import type { Visit } from '../page-visit.ts';
import { state } from '../state.ts';
import { table } from '../table.ts';
import { trackLabel } from '../track-label.ts';
import { roundList } from './round-list.ts';
import type { SeatDetail, SeatTask, WorkFile } from './seat-shape.ts';
import type { SubmissionDetail } from './submission-shape.ts';

export type SeatView = {
  seat: SeatDetail;
  /** Undefined for whoever may look at the seat and not into its sandbox. */
  files: readonly WorkFile[] | undefined;
  submissions: readonly SubmissionDetail[];
  notice?: Html | undefined;
};

export function seatPage(visit: Visit, view: SeatView): Html {
  const { seat } = view;
  return html`${pageHead({
    title: trackLabel(seat.track),
    lead: seat.objective,
    crumbs:
      seat.learnerId === visit.me.personId
        ? [{ href: '/learner', label: 'My seats' }]
        : [{ href: `/cohorts/${seat.cohortId}`, label: seat.cohortName }],
  })}
${view.notice}
<div class="columns"><div>
${seat.tasks.map((task) => taskCards(visit, view, task))}
</div>
<aside aria-label="Your seat">
${sandboxCard(view)}
${seat.tasks.map((task) => dueCard(visit, task))}
</aside></div>`;
}

function taskCards(visit: Visit, view: SeatView, task: SeatTask): Html {
  const handedIn = view.submissions.filter((submission) => submission.task === task.key);
  return html`<article class="card prose" aria-label="${`Task ${task.key}`}">
${renderMarkdown(task.brief)}
</article>
${handedIn.length > 0 && roundList(visit, handedIn)}
${view.files && workCard(view.seat, task, view.files, handedIn)}`;
}

function workCard(
  seat: SeatDetail,
  task: SeatTask,
  files: readonly WorkFile[],
  handedIn: readonly SubmissionDetail[],
): Html {
  const address = (path: string) => `/seats/${seat.seatId}/file?path=${encodeURIComponent(path)}`;
  const wanted = task.deliverable.files;
  const others = files.filter((file) => !wanted.some((one) => one.path === file.path));
  return html`<section class="card" aria-labelledby="work"><h2 id="work">${task.deliverable.title}</h2>
${table(
  'Files to hand in',
  [
    { label: 'File', cell: (file) => html`<a href="${address(file.path)}">${file.path}</a>` },
    { label: 'Asked for', cell: (file) => expectation(file) },
    { label: 'In your sandbox', cell: (file) => presence(files, file.path) },
  ],
  wanted,
)}
${handInAction(seat, task, handedIn)}
</section>
<section class="card" aria-labelledby="other-files"><h2 id="other-files">Other files</h2>
${
  others.length === 0
    ? html`<p class="muted">None yet. Notes and queries that you keep here stay with you and are not handed in.</p>`
    : table(
        'Other files',
        [
          { label: 'File', cell: (file: WorkFile) => html`<a href="${address(file.path)}">${file.path}</a>` },
          { label: 'Size', cell: (file: WorkFile) => fileSize(file.size) },
        ],
        others,
      )
}
<details><summary>Add a file</summary>
<form method="post" action="/seats/${seat.seatId}/upload" enctype="multipart/form-data">
${fileField({ name: 'file', label: 'File', required: true, hint: 'It is written to your sandbox under its own name; a file of that name is replaced.' })}
<button class="second" type="submit">Upload</button></form></details>
</section>`;
}

function handInAction(seat: SeatDetail, task: SeatTask, handedIn: readonly SubmissionDetail[]): Html {
  const open = handedIn.some((submission) => submission.standing === 'in-review');
  if (open) return html`<p class="muted">It is with a reviewer. After their feedback you can hand in again.</p>`;
  if (handedIn.some((submission) => submission.standing === 'accepted'))
    return html`<p class="muted">It is accepted.</p>`;
  return html`<p class="actions"><a class="button" href="/seats/${seat.seatId}/submit?task=${encodeURIComponent(task.key)}">Hand in…</a></p>`;
}

function expectation(file: SeatTask['deliverable']['files'][number]): Html {
  const words = file.words && `, ${file.words.min} to ${file.words.max} words`;
  return html`${file.required ? 'required' : 'optional'}${words}`;
}

function presence(files: readonly WorkFile[], path: string): Html {
  const file = files.find((one) => one.path === path);
  return file ? html`${fileSize(file.size)}` : html`<span class="muted">not there yet</span>`;
}

function sandboxCard({ seat, files }: SeatView): Html {
  const { status, sandboxId } = seat.sandbox;
  return html`<section class="card" aria-labelledby="sandbox"><h2 id="sandbox">Sandbox</h2>
<p>${state(status)}</p>
${
  files &&
  (status === 'ready'
    ? html`<p><a class="button" href="/sandboxes/${sandboxId}/tools/sql/">Open the SQL page</a></p>
<p class="muted small">Ask the extract questions in SQL. It reads, it never writes.</p>`
    : html`<p class="muted">Its tools open when it is ready. <a href="/seats/${seat.seatId}">Look again</a></p>`)
}</section>`;
}

function dueCard(visit: Visit, task: SeatTask): Html {
  return html`<section class="card" aria-labelledby="${`due-${task.key}`}"><h2 id="${`due-${task.key}`}">Task ${task.key}</h2>
<dl class="facts"><dt>Due</dt><dd>${instant(task.dueAt, visit.clock)}</dd>
<dt>Feedback</dt><dd>within 48 hours of handing in, from a person</dd></dl></section>`;
}
