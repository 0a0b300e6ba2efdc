// The cohorts of the programme.
import { type Html, html } from '../html.ts';
import { pageHead } from '../page-head.ts';
import { state } from '../state.ts';
import { table } from '../table.ts';
import type { Board } from './board-shape.ts';

export function cohortListPage(boards: readonly Board[], writes: boolean): Html {
  return html`${pageHead({
    title: 'Cohorts',
    lead: 'A cohort puts learners on tracks, each with a sandbox and an extract of their own.',
    actions: writes && html`<a class="button" href="/owner/new-cohort">New cohort</a>`,
  })}
${
  boards.length === 0
    ? html`<div class="card empty"><h2>No cohort yet</h2><p>Bring a roster; the manifest is made from it with defaults, and you see the plan before anything is made.</p></div>`
    : html`<section class="card" aria-label="Cohorts">${table(
        'Cohorts',
        [
          {
            label: 'Cohort',
            cell: (board) =>
              html`<a href="/cohorts/${board.cohortId}">${board.name}</a><br><span class="muted small">${board.key}</span>`,
          },
          { label: 'Use case', cell: (board) => board.useCase },
          { label: 'Dates', cell: (board) => html`${board.starts} to ${board.ends}` },
          { label: 'Seats', cell: (board) => board.seats.length },
          { label: 'Sandboxes', cell: (board) => counts(board) },
          { label: 'State', cell: (board) => state(board.status) },
        ],
        boards,
      )}</section>`
}`;
}

/** Each status with how many sandboxes are in it. */
export function counts(board: Pick<Board, 'counts'>): Html {
  const all = Object.entries(board.counts);
  if (all.length === 0) return html`<span class="muted">none</span>`;
  return html`${all.map(([status, count]) => html`${state(status, `${count} ${status}`)} `)}`;
}
