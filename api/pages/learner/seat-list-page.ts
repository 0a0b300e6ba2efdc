// My seats: what there is to do, by when.
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import { pageHead } from '../page-head.ts';
import type { Visit } from '../page-visit.ts';
import { state } from '../state.ts';
import { trackLabel } from '../track-label.ts';
import type { SeatSummary } from './seat-shape.ts';

export function seatListPage(visit: Visit, seats: readonly SeatSummary[]): Html {
  return html`${pageHead({ title: 'My seats', lead: 'A seat is your place on one track of a cohort, with a sandbox of your own.' })}
${
  seats.length === 0
    ? html`<div class="card empty"><h2>No seat yet</h2>
<p>When an owner puts you on a cohort, your seat appears here with its sandbox and its first task.</p></div>`
    : seats.map((seat) => seatCard(visit, seat))
}`;
}

function seatCard(visit: Visit, seat: SeatSummary): Html {
  return html`<section class="card" aria-labelledby="${seat.seatId}">
<div class="row"><h2 id="${seat.seatId}"><a href="/seats/${seat.seatId}">${trackLabel(seat.track)}</a></h2>
<span>Sandbox ${state(seat.sandbox.status)}</span></div>
<p class="muted">Cohort ${seat.cohortKey}</p>
<ul class="plain">${seat.tasks.map(
    (task) => html`<li class="row"><span><strong>${task.task}</strong> ${task.title}</span>
<span>due ${instant(task.dueAt, visit.clock)}</span></li>`,
  )}</ul></section>`;
}
