// Shows a state in words, with a tone that never stands alone.
import { type Html, html } from './html.ts';

const tones = {
  good: ['ready', 'decided', 'accept', 'accepted', 'met', 'live', 'open'],
  going: ['planned', 'starting', 'stopping', 'destroying', 'waiting', 'leased', 'in-review'],
  warn: ['revise', 'closing', 'stopped', 'retired', 'returned'],
  bad: ['failed', 'breached', 'unreviewable', 'refused', 'blocked'],
} as const;

/** A status of the API as a label; one that this page does not know is shown as it is, without a tone. */
export function state(status: string, words: string = status.replaceAll('-', ' ')): Html {
  const tone = Object.entries(tones).find(([, statuses]) => (statuses as readonly string[]).includes(status))?.[0];
  return html`<span class="state${tone && html` ${tone}`}">${words}</span>`;
}
