// The page for a problem that no form on the way could show in place.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { sendHtml } from './page-visit.ts';

/** Who is not signed in is led to the sign-in page, which leads back. */
export function showProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = asProblem(error);
  if (problem.code === 'internal-failure') request.log.error({ err: error }, 'a page failed');
  if (problem.code === 'not-signed-in' && request.method === 'GET')
    return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
  const document = problem.toDocument();
  const body = html`<div class="card narrow">
<h1>${document.title}</h1>
<p class="lead">${document.detail}</p>
${
  request.method !== 'GET' &&
  html`<p>What you typed has not been saved. Go back with your browser: it keeps the form as you left it.</p>`
}
<p class="actions">${problem.code === 'not-signed-in' ? html`<a class="button" href="/sign-in">Sign in</a>` : html`<a class="button" href="/">To my start page</a>`}</p>
</div>`;
  return sendHtml(reply, problem.status, layout({ title: document.title }, body));
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error.statusCode === 413) return new Problem('too-large', error.message, { cause: error });
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Problem('invalid-request', error.message, { cause: error });
  return new Problem('internal-failure', 'This page could not be made. Try again; if it stays, tell the owner.', {
    cause: error,
  });
}
