// People of the programme: who is here, adding by CSV, sign-in links.
import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Problem } from '../../problems.ts';
import { fileField, hiddenField, textArea } from '../fields.ts';
import { type Html, html } from '../html.ts';
import { instant } from '../instants.ts';
import { problemNotice, successNotice } from '../notice.ts';
import { attempt, items } from '../page-api.ts';
import { PageForm } from '../page-form.ts';
import { pageHead } from '../page-head.ts';
import { type PageDeps, Visit } from '../page-visit.ts';
import { table } from '../table.ts';

const Person = z.object({
  email: z.string(),
  name: z.string(),
  team: z.string(),
  jobRole: z.string(),
  timeZone: z.string(),
  roles: z.array(z.string()),
});
type Person = z.infer<typeof Person>;

const Added = z.object({ added: z.number(), changed: z.number() });
const Link = z.object({ url: z.string(), expiresAt: z.string() });

const Query = z.object({
  pageToken: z.string().optional(),
  added: z.coerce.number().optional(),
  changed: z.coerce.number().optional(),
});

type Said = { problem?: Problem; csv?: string; link?: { email: string } & z.infer<typeof Link>; notice?: string };

export function peoplePages(deps: PageDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const write = { access: { permission: 'people.write' as const } };

    app.get(
      '/people',
      { config: { access: { permission: 'people.read' } }, schema: { hide: true, querystring: Query } },
      async (request, reply) => {
        const { added, changed = 0, pageToken } = request.query;
        const said = added === undefined ? {} : { notice: `${added} added, ${changed} changed.` };
        return showPeople(await Visit.open(deps, request), reply, said, pageToken);
      },
    );

    app.post('/people', { config: write, schema: { hide: true } }, async (request, reply) => {
      const visit = await Visit.open(deps, request);
      const form = await PageForm.read(request);
      const csv = form.upload('csvFile')?.bytes.toString('utf8') ?? form.text('csv');
      const outcome = await attempt(() => visit.api.post('/api/people', { csv }, Added, form.text('key')));
      if ('problem' in outcome) return showPeople(visit, reply, { problem: outcome.problem, csv });
      const { added, changed } = outcome.value;
      return reply.redirect(`/people?added=${added}&changed=${changed}`, 303);
    });

    // Not redirected: the link is shown this once, and an address would keep it in the browser's history.
    app.post('/people/sign-in-link', { config: write, schema: { hide: true } }, async (request, reply) => {
      const visit = await Visit.open(deps, request);
      const email = (await PageForm.read(request)).text('email');
      const outcome = await attempt(() => visit.api.post('/api/sign-in-links', { email }, Link));
      return showPeople(
        visit,
        reply,
        'value' in outcome ? { link: { email, ...outcome.value } } : { problem: outcome.problem },
      );
    });
  };
}

async function showPeople(visit: Visit, reply: FastifyReply, said: Said, pageToken?: string): Promise<FastifyReply> {
  const after = pageToken === undefined ? '' : `&pageToken=${encodeURIComponent(pageToken)}`;
  const people = await visit.api.get(`/api/people?pageSize=100${after}`, items(Person));
  const writes = visit.has('owner');
  const body = html`${pageHead({ title: 'People', lead: 'Everybody in this programme, with the roles they hold now.' })}
${problemNotice(said.problem)}
${said.notice !== undefined && successNotice(said.notice)}
${said.link && linkNotice(visit, said.link)}
<section class="card" aria-label="People">${peopleTable(people.items, writes)}
${
  people.nextPageToken !== undefined &&
  html`<p><a href="/people?pageToken=${encodeURIComponent(people.nextPageToken)}">Next page</a></p>`
}</section>
${writes && addForm(said)}`;
  return visit.show(reply, { title: 'People', body, status: said.problem?.status ?? 200 });
}

function peopleTable(people: readonly Person[], writes: boolean): Html {
  if (people.length === 0) return html`<p class="empty">Nobody here on this page.</p>`;
  return table(
    'People',
    [
      { label: 'Name', cell: (person) => person.name },
      { label: 'E-mail', cell: (person) => person.email },
      { label: 'Team', cell: (person) => html`${person.team}<br><span class="muted small">${person.jobRole}</span>` },
      { label: 'Roles', cell: (person) => person.roles.join(', ') },
      { label: 'Time zone', cell: (person) => person.timeZone },
      ...(writes
        ? [
            {
              label: 'Sign-in',
              cell: (person: Person) => html`<form method="post" action="/people/sign-in-link">
${hiddenField('email', person.email)}<button class="quiet" type="submit">Make a link<span class="unseen"> for ${person.name}</span></button></form>`,
            },
          ]
        : []),
    ],
    people,
  );
}

function linkNotice(visit: Visit, link: NonNullable<Said['link']>): Html {
  return html`<section class="notice good" role="status" tabindex="-1" data-focus>
<h2>A sign-in link for ${link.email}</h2>
<p>It is shown this once and works once. It ends ${instant(link.expiresAt, visit.clock)}</p>
<div class="field"><label for="sign-in-link">Link to give to this person</label>
<input id="sign-in-link" class="code" readonly value="${link.url}"></div></section>`;
}

function addForm(said: Said): Html {
  return html`<section class="card" aria-labelledby="add"><h2 id="add">Add people, or bring them up to date</h2>
<form method="post" action="/people" enctype="multipart/form-data">
${hiddenField('key', randomUUID())}
${textArea({
  name: 'csv',
  label: 'People as CSV',
  value: said.csv ?? '',
  rows: 6,
  code: true,
  hint: html`With a header: <code>email,name,team,department,managerEmail,jobRole,timeZone,roles</code>. Several roles are separated by spaces; without a role somebody new becomes a learner. All of the list is taken, or nothing.`,
})}
${fileField({ name: 'csvFile', label: 'Or a CSV file', accept: '.csv,text/csv' })}
<button type="submit">Add people</button></form></section>`;
}
