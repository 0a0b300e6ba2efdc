// A plan: what applying would change, what stands in the way.
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import type { Visit } from '../page-visit.ts';
import { table } from '../table.ts';
import { trackLabel } from '../track-label.ts';
import type { Finding, Plan } from './plan-shape.ts';

const changes = [
  { key: 'create', label: 'New seats', meaning: 'each gets a sandbox of its own' },
  { key: 'change', label: 'Seats with another extract', meaning: 'the sandbox starts again and keeps its work' },
  { key: 'retire', label: 'Seats that end', meaning: 'their sandboxes are removed, with the work in them' },
  { key: 'keep', label: 'Seats that stay as they are', meaning: '' },
] as const;

export function planCard(visit: Visit, plan: Plan): Html {
  return html`${findingsNotice('bad', plan.blockers, plan.blockers.length === 1 ? 'One blocker' : `${plan.blockers.length} blockers`, 'Mend the manifest (or what it speaks of), then plan again.')}
${findingsNotice('warn', plan.warnings, 'Good to know', 'These do not stop the cohort.')}
<section class="card" aria-labelledby="plan"><h2 id="plan">What would change</h2>
${plan.unchanged && html`<p>Nothing: the cohort is as the manifest says.</p>`}
${changes.map(({ key, label, meaning }) => seatGroup(label, meaning, plan.seats[key]))}
<h3>Due dates</h3>
${table(
  'Due dates',
  [
    { label: 'Track', cell: (task) => trackLabel(task.track) },
    { label: 'Task', cell: (task) => task.task },
    { label: 'Due', cell: (task) => instant(task.dueAt, visit.clock) },
  ],
  plan.tasks,
)}
<h3>Capacity</h3>
<p>${plan.capacity.sandboxes === 1 ? 'One new sandbox' : `${plan.capacity.sandboxes} new sandboxes`} on the runtime <code>${plan.capacity.runtime}</code>${
    plan.capacity.neededDiskMiB !== null && html`, about ${plan.capacity.neededDiskMiB} MiB of disk`
  }${plan.capacity.freeDiskMiB !== null && html` of ${plan.capacity.freeDiskMiB} MiB that are free`}.</p>
</section>`;
}

function seatGroup(
  label: string,
  meaning: string,
  seats: readonly { email: string; track: string }[],
): Html | undefined {
  if (seats.length === 0) return undefined;
  return html`<details${seats.length <= 30 && html` open`}><summary>${label}: ${seats.length}${
    meaning !== '' && html` <span class="muted">(${meaning})</span>`
  }</summary>
<ul class="tags">${seats.map((seat) => html`<li><span class="track">${trackLabel(seat.track)}</span> ${seat.email}</li>`)}</ul></details>`;
}

function findingsNotice(
  tone: 'bad' | 'warn',
  findings: readonly Finding[],
  title: string,
  advice: string,
): Html | undefined {
  if (findings.length === 0) return undefined;
  return html`<section class="notice ${tone}"${tone === 'bad' && html` role="alert" tabindex="-1" data-focus`}><h2>${title}</h2><p>${advice}</p>
<ul class="findings">${findings.map(
    (finding) =>
      html`<li>${finding.line !== undefined && html`<code>line ${finding.line}</code> `}${finding.message}</li>`,
  )}</ul></section>`;
}
