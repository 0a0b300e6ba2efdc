// One file of the work: read it, change it.

import type { Problem } from '../../problems.ts';
import { hiddenField, textArea } from '../fields.ts';
import { type Html, html } from '../html.ts';
import { problemNotice } from '../notice.ts';
import { pageHead } from '../page-head.ts';
import { trackLabel } from '../track-label.ts';

type FileView = {
  seat: { seatId: string; track: string };
  path: string;
  /** Undefined for bytes that are no text. */
  text: string | undefined;
  isNew: boolean;
  problem?: Problem | undefined;
};

export function filePage(view: FileView): Html {
  const { seat, path } = view;
  const lines = view.text?.split('\n').length ?? 0;
  return html`${pageHead({
    title: html`<code>${path}</code>`,
    lead: view.isNew ? 'This file is not there yet: saving makes it.' : undefined,
    crumbs: [
      { href: '/learner', label: 'My seats' },
      { href: `/seats/${seat.seatId}`, label: trackLabel(seat.track) },
    ],
  })}
${problemNotice(view.problem)}
<div class="card">${
    view.text === undefined
      ? html`<p>This file is no text, so it cannot be shown or changed here. Uploading a file of the same name replaces it.</p>`
      : html`<form method="post" action="/seats/${seat.seatId}/file" data-warn>
${hiddenField('path', path)}
${textArea({ name: 'text', label: 'Content', value: view.text, rows: Math.min(32, Math.max(14, lines + 3)), code: true })}
<p class="actions"><button type="submit">Save</button> <a class="button second" href="/seats/${seat.seatId}">Back to the task</a></p>
</form>`
  }</div>`;
}
