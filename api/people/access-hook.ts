// Lets a request reach its handler only as far as its route's declared permission allows.
import '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems.ts';
import type { Store } from '../store/store.ts';
import { findActor } from './access-tokens.ts';
import { isCrossOrigin } from './cross-origin.ts';
import { findReach, roles } from './permissions.ts';
import type { Actor, RouteAccess } from './route-access.ts';

export const sessionCookieName = 'practicum_session';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the application with what it declared. */
    routeTable: readonly { method: string; url: string; access: RouteAccess }[];
  }
}

/**
 * Must be called before the first route is added. Every route then needs `config.access`, or `app` does not start.
 * It acts before the body is read: `owners` sees raw params, and nothing of a refused request is parsed.
 */
export function addAccessHook(app: FastifyInstance, store: Store): void {
  const routeTable: { method: string; url: string; access: RouteAccess }[] = [];
  app.decorate('routeTable', routeTable);
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    const access = getDeclared(`${methods.join('/')} ${route.url}`, route.url, route.config?.access);
    for (const method of methods) routeTable.push({ method, url: route.url, access });
  });
  app.decorateRequest('actor');
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    // Only a request that meets no route has none: the not-found answer is for everybody.
    if (access === undefined || access === 'public') return;
    request.actor = await getActor(store, request);
    await assertPermitted(request, request.actor, access);
  });
}

function getDeclared(name: string, url: string, access: RouteAccess | undefined): RouteAccess {
  if (access === undefined) throw new Error(`${name} declares no config.access: name its permission, or 'public'`);
  if (access === 'public' || access.owners || !url.includes(':')) return access;
  const limited = roles.filter((role) => findReach([role], access.permission) === 'own');
  if (limited.length === 0) return access;
  throw new Error(
    `${name} needs config.access.owners: ${access.permission} lets a ${limited.join(' or ')} reach only their own`,
  );
}

/** The secret that a request carries, and how; a bearer token goes before the cookie. */
export function findCredential(
  request: FastifyRequest,
): { secret: string; carriedBy: 'header' | 'cookie' } | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { secret: bearer, carriedBy: 'header' };
  const cookie = request.cookies[sessionCookieName];
  return cookie === undefined ? undefined : { secret: cookie, carriedBy: 'cookie' };
}

async function getActor(store: Store, request: FastifyRequest): Promise<Actor> {
  const credential = findCredential(request);
  if (credential?.carriedBy === 'cookie' && isCrossOrigin(request)) {
    throw new Problem('cross-origin', 'A change that rides on a session cookie must come from a page of this server.');
  }
  const actor = credential && (await findActor(store, credential.secret));
  if (actor) return actor;
  throw new Problem(
    'not-signed-in',
    credential
      ? 'The token or session has ended: sign in again with a new link.'
      : 'Expected a bearer token or a session cookie, got neither: sign in with a link.',
  );
}

async function assertPermitted(
  request: FastifyRequest,
  actor: Actor,
  access: Exclude<RouteAccess, 'public'>,
): Promise<void> {
  const reach = findReach(actor.roles, access.permission);
  if (reach === 'any') return;
  if (reach === undefined) {
    const held = actor.roles.length > 0 ? actor.roles.join(', ') : 'no role';
    throw new Problem('not-permitted', `This needs the permission ${access.permission}; you hold ${held}.`);
  }
  // A route that names no owners limits its own answer to what is the actor's.
  if (access.owners === undefined || (await access.owners(request)).includes(actor.personId)) return;
  throw new Problem('not-permitted', `With ${access.permission} you reach only what is your own.`);
}
