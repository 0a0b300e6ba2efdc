// A new cohort in steps: roster, manifest, plan.
import { randomUUID } from 'node:crypto';
import type { Problem } from '../../problems.ts';
import { fileField, hiddenField, selectField, textArea, textField } from '../fields.ts';
import { type Html, html } from '../html.ts';
import { problemNotice } from '../notice.ts';
import { pageHead } from '../page-head.ts';
import type { Visit } from '../page-visit.ts';
import { planCard } from './plan-card.ts';
import type { Plan } from './plan-shape.ts';

const crumbs = [{ href: '/owner', label: 'Cohorts' }];

export type RosterView = {
  useCases: readonly { key: string; title: string; ready: boolean }[];
  typed: (name: string) => string;
  problem?: Problem | undefined;
};

const exampleRoster = `email,track
ana@bank.example,builders
ben@bank.example,translators
cleo@bank.example,governors`;

export function rosterPage(view: RosterView): Html {
  return html`${pageHead({ title: 'New cohort', lead: 'From a roster to a manifest, from the manifest to a plan. Nothing is made before you apply the plan.', crumbs })}
${steps(0)}
${problemNotice(view.problem)}
<form class="card narrow" method="post" action="/owner/new-cohort" enctype="multipart/form-data" data-warn>
${textField({ name: 'name', label: 'Name', value: view.typed('name'), hint: 'Such as “PD-12, autumn”. Left empty, one is made up.' })}
${selectField({ name: 'useCase', label: 'Use case', value: view.typed('useCase'), options: view.useCases.map(({ key, title, ready }) => ({ value: key, label: ready ? `${key}: ${title}` : `${key}: ${title} (no extract yet)` })) })}
${textArea({
  name: 'rosterCsv',
  label: 'Roster as CSV',
  value: view.typed('rosterCsv'),
  rows: 10,
  code: true,
  hint: 'One line a seat, with a header. The people have to be known here with the role of a learner.',
})}
<details><summary>An example</summary><pre tabindex="0"><code>${exampleRoster}</code></pre></details>
${fileField({ name: 'rosterFile', label: 'Or a CSV file', accept: '.csv,text/csv' })}
<button type="submit">Make the manifest</button></form>`;
}

export type ManifestView = {
  manifest: string;
  plan?: Plan | undefined;
  problem?: Problem | undefined;
  /** What was typed to confirm the removal of sandboxes. */
  confirm?: string;
  heading: string;
};

export function manifestPage(visit: Visit, view: ManifestView): Html {
  const { plan } = view;
  return html`${pageHead({ title: view.heading, lead: 'The manifest says everything about the cohort. Change what you like, then plan.', crumbs })}
${steps(plan ? 2 : 1)}
${problemNotice(view.problem)}
${plan && planCard(visit, plan)}
${plan && plan.blockers.length === 0 && !plan.unchanged && applyForm(view, plan)}
<form class="card" method="post" action="/owner/new-cohort/plan" data-warn>
${textArea({
  name: 'manifest',
  label: 'Manifest (YAML)',
  value: view.manifest,
  rows: Math.min(36, Math.max(16, view.manifest.split('\n').length + 2)),
  code: true,
  hint: 'An unknown key or a missing person is named with its line. Planning changes nothing.',
})}
<button type="submit"${plan && html` class="second"`}>${plan ? 'Plan again' : 'Plan'}</button></form>`;
}

// The manifest travels along as it was planned; the API plans it once more before it applies.
function applyForm(view: ManifestView, plan: Plan): Html {
  return html`<form class="card" method="post" action="/owner/new-cohort/apply">
<h2>Apply</h2>
${hiddenField('key', randomUUID())}${hiddenField('manifest', view.manifest)}
${
  plan.confirm !== null
    ? textField({
        name: 'confirm',
        label: 'Confirm by typing the key of the cohort',
        value: view.confirm ?? '',
        hint: html`This removes ${plan.seats.retire.length} sandboxes with the work in them. The key is <code>${plan.confirm}</code>.`,
        required: true,
        autocomplete: 'off',
      })
    : html`<p>Sandboxes begin to start at once; you see their progress on the next page.</p>`
}
<button type="submit">Apply this plan</button></form>`;
}

function steps(current: number): Html {
  return html`<ol class="steps">${['Roster', 'Manifest', 'Plan, then apply'].map(
    (step, index) => html`<li${index === current && html` aria-current="step"`}>${step}</li>`,
  )}</ol>`;
}
