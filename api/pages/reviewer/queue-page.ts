// The queue: what waits by due time, what is mine. Nothing here says whose work it is.
import { randomUUID } from 'node:crypto';
import type { Problem } from '../../problems.ts';
import { hiddenField } from '../fields.ts';
import { type Html, html } from '../html.ts';
import { hoursLeft, instant } from '../instants.ts';
import { problemNotice, successNotice } from '../notice.ts';
import { pageHead } from '../page-head.ts';
import type { Visit } from '../page-visit.ts';
import { state } from '../state.ts';
import { table } from '../table.ts';
import { trackLabel } from '../track-label.ts';
import type { Queue, QueueItem } from './review-shape.ts';

type QueueView = { queue: Queue; said?: Html | undefined; problem?: Problem | undefined };

export function queuePage(visit: Visit, view: QueueView): Html {
  const { items, counts } = view.queue;
  const mine = items.filter((item) => item.mine);
  const waiting = items.filter((item) => item.state === 'waiting');
  const next = waiting[0];
  return html`${pageHead({
    title: 'Review',
    lead: 'Every round is reviewed by a person within 48 hours of being handed in. You see the work, not who made it.',
    actions: next && claimForm('Claim the next one', undefined, ''),
  })}
${problemNotice(view.problem)}${view.said && successNotice(view.said)}
<dl class="figures"><div><dt>Waiting</dt><dd>${counts.waiting}</dd></div>
<div><dt>With reviewers</dt><dd>${counts.leased}</dd></div><div><dt>Past due</dt><dd>${counts.overdue}</dd></div></dl>
${mine.length > 0 && mineCard(visit, mine)}
<section class="card" aria-labelledby="waiting"><h2 id="waiting">Waiting for a reviewer</h2>
${waiting.length === 0 ? html`<p class="empty">Nothing waits. New rounds appear here as soon as they are handed in.</p>` : waitingTable(visit, waiting)}
</section>`;
}

function mineCard(visit: Visit, mine: readonly QueueItem[]): Html {
  return html`<section class="card" aria-labelledby="mine"><h2 id="mine">Yours</h2>
${table(
  'Rounds that you hold',
  [
    {
      label: 'Task',
      cell: (one) => html`${trackLabel(one.track)}, task ${one.task}, round ${one.round}`,
    },
    { label: 'Feedback due', cell: (one) => instant(one.dueAt, visit.clock) },
    { label: 'Time left', cell: (one) => timeLeft(visit, one.dueAt) },
    { label: 'Desk', cell: (one) => claimForm('Continue', one.roundId, ` with ${one.track}, task ${one.task}`) },
  ],
  mine,
)}</section>`;
}

function waitingTable(visit: Visit, waiting: readonly QueueItem[]): Html {
  return table(
    'Rounds that wait, soonest due first',
    [
      { label: 'Task', cell: (item) => html`${trackLabel(item.track)}, task ${item.task}, round ${item.round}` },
      { label: 'Feedback due', cell: (item) => instant(item.dueAt, visit.clock) },
      { label: 'Time left', cell: (item) => timeLeft(visit, item.dueAt) },
      {
        label: 'Claim',
        cell: (item) => claimForm('Claim', item.roundId, ` ${item.track}, task ${item.task}, round ${item.round}`),
      },
    ],
    waiting,
  );
}

export function timeLeft(visit: Visit, dueAt: string): Html {
  const left = hoursLeft(dueAt, visit.now);
  return state(left.over ? 'breached' : left.soon ? 'revise' : 'ready', left.text);
}

function claimForm(label: string, roundId: string | undefined, unseen: string): Html {
  return html`<form method="post" action="/review/claim">${hiddenField('key', randomUUID())}${
    roundId !== undefined && hiddenField('roundId', roundId)
  }<button type="submit"${roundId !== undefined && html` class="second"`}>${label}<span class="unseen">${unseen}</span></button></form>`;
}
