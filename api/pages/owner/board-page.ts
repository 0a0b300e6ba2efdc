// The board of a cohort: launch progress, every seat, reviewers, closing.
import type { Problem } from '../../problems.ts';
import { textField } from '../fields.ts';
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import { standing } from '../learner/round-list.ts';
import type { SubmissionDetail } from '../learner/submission-shape.ts';
import { problemNotice } from '../notice.ts';
import { pageHead } from '../page-head.ts';
import type { Visit } from '../page-visit.ts';
import { state } from '../state.ts';
import { table } from '../table.ts';
import { trackLabel } from '../track-label.ts';
import type { Board, BoardSeat } from './board-shape.ts';
import { counts } from './cohort-list-page.ts';

export type BoardView = { board: Board; submissions: readonly SubmissionDetail[] };

// The kinds of events on which the board is drawn again.
const kinds = 'sandbox.changed seat.added seat.retired cohort.applied cohort.closing cohort.closed';

export function boardPage(visit: Visit, view: BoardView, problem: Problem | undefined): Html {
  const { board } = view;
  const address = `/cohorts/${board.cohortId}`;
  const writes = visit.has('owner');
  return html`${pageHead({
    title: board.name,
    lead: html`${board.key}, use case ${board.useCase}, ${board.starts} to ${board.ends} (${board.timeZone}), runtime ${board.runtime}`,
    crumbs: [{ href: '/owner', label: 'Cohorts' }],
    actions: writes && board.status === 'open' && html`<a class="button second" href="${address}/change">Change…</a>`,
  })}
${problemNotice(problem)}
<p class="small"><span class="with-live state good">Live</span><span class="without-live">As of when the page was loaded. <a href="${address}">Look again</a></span></p>
<div data-live="/api${address}/events" data-fragment="${address}/board" data-kinds="${kinds}">${boardFragment(visit, view)}</div>
<section class="card" aria-labelledby="reviewers"><h2 id="reviewers">Reviewers</h2>
${table(
  'Reviewers',
  [
    { label: 'Name', cell: (reviewer) => reviewer.name },
    { label: 'E-mail', cell: (reviewer) => reviewer.email },
    { label: 'Tracks', cell: (reviewer) => reviewer.tracks.map(trackLabel).join(', ') },
  ],
  board.reviewers,
)}</section>
<details class="card"><summary>The manifest as applied</summary><pre tabindex="0"><code>${board.manifest}</code></pre></details>
${writes && board.status === 'open' && closeForm(board, address)}`;
}

/** What the script replaces when something happens. */
export function boardFragment(visit: Visit, { board, submissions }: BoardView): Html {
  const ready = board.counts['ready'] ?? 0;
  const failed = board.seats.filter((seat) => seat.sandbox.failure !== null);
  return html`<section class="card" aria-labelledby="progress"><div class="row"><h2 id="progress">Sandboxes</h2><span>${state(board.status, `cohort ${board.status}`)}</span></div>
<p role="status"><strong>${ready} of ${board.seats.length} ready</strong> ${counts(board)}</p>
<progress max="${Math.max(1, board.seats.length)}" value="${ready}" aria-label="Sandboxes that are ready"></progress>
${failed.length > 0 && html`<ul class="findings">${failed.map((seat) => html`<li>${seat.learner.name}: ${seat.sandbox.failure}</li>`)}</ul>`}
${board.certificate && html`<p>Closed: ${Object.entries(board.certificate).map(([what, count]) => html`${what} ${String(count)}, `)}nothing is left running.</p>`}
</section>
<section class="card" aria-labelledby="seats"><h2 id="seats">Seats</h2>
${
  board.seats.length === 0
    ? html`<p class="empty">No seat is live.</p>`
    : table(
        'Seats',
        [
          {
            label: 'Learner',
            cell: (seat) =>
              html`<a href="/seats/${seat.seatId}">${seat.learner.name}</a><br><span class="muted small">${seat.learner.email}</span>`,
          },
          { label: 'Track', cell: (seat) => html`<span class="track">${trackLabel(seat.track)}</span>` },
          { label: 'Sandbox', cell: (seat) => state(seat.sandbox.status) },
          {
            label: 'Due',
            cell: (seat) =>
              seat.tasks.map(
                (task) => html`<span class="due"><b>${task.task}</b> ${instant(task.dueAt, visit.clock)}</span>`,
              ),
          },
          { label: 'Review', cell: (seat) => reviewState(visit, seat, submissions) },
        ],
        board.seats,
      )
}</section>`;
}

function reviewState(visit: Visit, seat: BoardSeat, submissions: readonly SubmissionDetail[]): Html {
  const latest = submissions
    .filter((submission) => submission.whose?.seatId === seat.seatId)
    .toSorted((one, other) => other.round - one.round)[0];
  if (!latest) return html`<span class="muted">nothing handed in</span>`;
  return html`<a href="/submissions/${latest.submissionId}">Round ${latest.round}</a> ${standing(latest)}
${latest.standing === 'in-review' && html`feedback due ${instant(latest.dueAt, visit.clock)}`}`;
}

function closeForm(board: Board, address: string): Html {
  return html`<section class="card" aria-labelledby="close"><h2 id="close">Close the cohort</h2>
<p>Removes all ${board.seats.length} sandboxes with the work in them. Submissions, receipts and feedback stay.</p>
${
  board.holds.length > 0 &&
  html`<div class="notice warn"><h3>It cannot be closed yet</h3><ul class="findings">${board.holds.map((hold) => html`<li>${hold.reason}</li>`)}</ul></div>`
}
<form method="post" action="${address}/close" class="narrow">
${textField({ name: 'confirm', label: 'Confirm by typing the key of the cohort', hint: html`The key is <code>${board.key}</code>.`, required: true, autocomplete: 'off' })}
<button class="danger" type="submit">Close the cohort</button></form></section>`;
}
