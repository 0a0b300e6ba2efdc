// The way in to the tools of a sandbox: HTTP, streamed both ways over the runtime's channel.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isCrossOrigin } from '../people/cross-origin.ts';
import { Problem } from '../problems.ts';
import type { SandboxId } from '../store/ids.ts';
import { agentOf, sendThrough } from './runtime-agent.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import { getSandbox, type Sandbox } from './sandbox-record.ts';

/** They speak of one connection only (RFC 9110 §7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What lets somebody act as the person must never reach what runs in a sandbox. */
const credentials = new Set(['cookie', 'authorization', 'idempotency-key']);

/** Passes a request on to a tool of a sandbox of the actor's programme, and its answer back. */
export async function passIn(
  deps: Pick<SandboxDeps, 'store' | 'runtimes'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { sandboxId, tool }: { sandboxId: SandboxId; tool: string },
): Promise<FastifyReply> {
  if (request.headers.origin !== undefined && isCrossOrigin(request)) {
    throw new Problem('cross-origin', 'A tool takes changes only from its own pages.');
  }
  const sandbox = await getSandbox(deps.store.db, { programmeId: request.actor.programmeId, sandboxId });
  if (sandbox.status !== 'ready') return explain(request, reply, sandbox);
  const runtime = deps.runtimes.get(sandbox.runtime);
  if (!runtime) {
    throw new Problem('runtime-absent', `This process does not have the runtime ${sandbox.runtime} of the sandbox.`);
  }
  const prefix = `/sandboxes/${sandboxId}/tools/${tool}`;
  const path = request.raw.url?.slice(prefix.length) ?? '/';
  // Without the slash at its end, relative addresses in the tool's pages would miss the tool.
  if (!path.startsWith('/')) return reply.redirect(`${prefix}/${path}`, 308);

  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const response = await sendThrough(
    agentOf(runtime, sandboxId, tool),
    { method: request.method, path, headers: inward(request.headers), signal: left.signal },
    request.raw,
  ).catch((cause: unknown) => {
    if (cause instanceof Problem) throw cause;
    throw new Problem('sandbox-not-up', 'The tool did not answer: try again in a moment.', { cause });
  });
  return reply
    .code(response.statusCode ?? 502)
    .headers(outward(response.headers))
    .headers(protection(request, prefix))
    .send(response);
}

function inward(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return without(headers, (name) => hopByHop.has(name) || credentials.has(name));
}

/** A tool sets no cookie on this origin, and does not decide about its own protection. */
function outward(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return without(
    headers,
    (name) =>
      hopByHop.has(name) || name === 'set-cookie' || name.startsWith('access-control-') || name === 'clear-site-data',
  );
}

function without(headers: IncomingHttpHeaders, drops: (name: string) => boolean): OutgoingHttpHeaders {
  // A header that Connection names is hop-by-hop too.
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !drops(name) && !named.includes(name)));
}

/** Pages of a tool load and call nothing but that tool, so they cannot ride on the person's session elsewhere on this origin. */
function protection(request: FastifyRequest, prefix: string): OutgoingHttpHeaders {
  const host = /^[A-Za-z0-9.:[\]-]+$/.test(request.host) ? `${request.host}${prefix}/` : "'none'";
  return {
    'content-security-policy': [
      `default-src 'none'`,
      ...['script-src', 'style-src', 'img-src', 'font-src', 'connect-src'].map((kind) => `${kind} ${host}`),
      `form-action 'none'`,
      `base-uri 'none'`,
      `frame-ancestors 'self'`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };
}

const words: Partial<Record<Sandbox['status'], string>> = {
  planned: 'It is about to be started.',
  starting: 'It is being started.',
  stopping: 'It is being stopped; its work is kept.',
  stopped: 'It is stopped; its work is kept.',
  failed: 'It could not be started. We go on trying.',
  destroying: 'It is being removed.',
  gone: 'It has been removed.',
};

/** A person gets a page that asks again by itself, a program the problem. */
function explain(request: FastifyRequest, reply: FastifyReply, sandbox: Sandbox): FastifyReply {
  const why = words[sandbox.status] ?? `It is ${sandbox.status}.`;
  const wait = sandbox.status === 'planned' || sandbox.status === 'starting' || sandbox.status === 'failed';
  if (wait) reply.header('retry-after', '2');
  if (!request.headers.accept?.includes('text/html'))
    throw new Problem('sandbox-not-up', `The sandbox is not up. ${why}`);
  return reply
    .code(409)
    .headers({
      'content-security-policy': `default-src 'none'; frame-ancestors 'self'`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${wait ? '<meta http-equiv="refresh" content="2">\n' : ''}<title>The sandbox is not up</title>
</head>
<body>
<main>
<h1>The sandbox is not up</h1>
<p>${why}</p>
${wait ? '<p>This page loads again by itself.</p>\n' : ''}</main>
</body>
</html>
`,
    );
}
