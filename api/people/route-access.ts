// What a route declares about who may call it; a route that declares nothing does not start.
import type { FastifyRequest } from 'fastify';
import type { PersonId, ProgrammeId } from '../store/ids.ts';
import type { Permission, Role } from './permissions.ts';

/** The person behind a request. Every query is asked inside the programme. */
export type Actor = {
  personId: PersonId;
  programmeId: ProgrammeId;
  roles: readonly Role[];
};

export type RouteAccess =
  | 'public'
  | {
      permission: Permission;
      /** Whose the resource is: asked only of callers whose reach is `own`. Throws `not-found` when there is no such resource. */
      owners?: (request: FastifyRequest) => Promise<readonly PersonId[]>;
    };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
  interface FastifyRequest {
    /** Set before a handler runs, on every route that is not public. */
    actor: Actor;
  }
}
