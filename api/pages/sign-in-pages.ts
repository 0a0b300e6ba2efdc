// Signing in with a one-time link, signing out.
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Problem } from '../problems.ts';
import { hiddenField, textField } from './fields.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { problemNotice, successNotice } from './notice.ts';
import { attempt, PageApi } from './page-api.ts';
import { PageForm } from './page-form.ts';
import { sendHtml } from './page-visit.ts';

const SignInQuery = z.object({
  link: z.string().max(200).optional(),
  next: z.string().max(2000).optional(),
  left: z.string().max(10).optional(),
});
type SignInView = z.infer<typeof SignInQuery> & { problem?: Problem };

export function signInPages(): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/sign-in',
      { config: { access: 'public' }, schema: { hide: true, querystring: SignInQuery } },
      async (request, reply) => showSignIn(reply, request.query),
    );

    app.post('/sign-in', { config: { access: 'public' }, schema: { hide: true } }, async (request, reply) => {
      const form = await PageForm.read(request);
      const link = secretOf(form.text('link'));
      const next = form.text('next');
      const outcome = await attempt(() =>
        new PageApi(request).postSession('/api/sign-in', { link, keepAs: 'cookie' }, reply),
      );
      if ('problem' in outcome) return showSignIn(reply, { next, problem: outcome.problem });
      return reply.redirect(ownPath(next), 303);
    });

    // Public, so that it also works for a session that has ended by itself.
    app.post('/sign-out', { config: { access: 'public' }, schema: { hide: true } }, async (request, reply) => {
      const outcome = await attempt(() => new PageApi(request).postSession('/api/sign-out', undefined, reply));
      if ('problem' in outcome && outcome.problem.code !== 'not-signed-in') throw outcome.problem;
      return reply.redirect('/sign-in?left=1', 303);
    });
  };
}

// Opening the link shows a button and spends nothing: mail programmes open links to preview them.
function showSignIn(reply: FastifyReply, view: SignInView): FastifyReply {
  const body = html`
${view.left !== undefined && successNotice('You have signed out.')}
${problemNotice(view.problem)}
<div class="card narrow">
<h1>Sign in</h1>
${
  view.link === undefined
    ? html`<p class="lead">${
        view.next === undefined || view.problem
          ? 'You sign in with a one-time link, which an owner of the programme gives you.'
          : 'The page you asked for is for people who have signed in. Open the one-time link that an owner of the programme gave you, or paste it here.'
      }</p>`
    : html`<p class="lead">This link signs you in once, on this browser. Sessions last twelve hours.</p>`
}
<form method="post" action="/sign-in">
${hiddenField('next', view.next ?? '')}
${
  view.link === undefined
    ? textField({ name: 'link', label: 'One-time link', required: true, autocomplete: 'off' })
    : hiddenField('link', view.link)
}
<button type="submit">Sign in</button>
</form>
</div>`;
  return sendHtml(reply, view.problem?.status ?? 200, layout({ title: 'Sign in' }, body));
}

/** The secret of a pasted link, or what was pasted when it is no link. */
function secretOf(pasted: string): string {
  const text = pasted.trim();
  return (URL.canParse(text) ? new URL(text).searchParams.get('link') : undefined) ?? text;
}

/** Where to go on: a path of ours and nothing else, so that a link cannot lead to another site. */
function ownPath(next: string): string {
  const base = 'http://practicum.invalid';
  return next.startsWith('/') && URL.canParse(next, base) && new URL(next, base).origin === base ? next : '/';
}
