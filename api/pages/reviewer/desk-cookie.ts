// Keeps a lease's token in the reviewer's browser, for that desk alone.
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

const name = 'practicum_desk';

type Desk = { leaseId: string; roundId: string; leaseToken: string };

/** Scripts cannot read it, and it travels to this desk's address only. */
export function keepDesk(request: FastifyRequest, reply: FastifyReply, desk: Desk): void {
  reply.setCookie(name, `${desk.roundId} ${desk.leaseToken}`, {
    path: pathOf(desk.leaseId),
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  });
}

/** Undefined on another browser, or after the desk was left. */
export function findDesk(request: FastifyRequest, leaseId: string): Desk | undefined {
  const [roundId, leaseToken] = request.cookies[name]?.split(' ') ?? [];
  return roundId && leaseToken ? { leaseId, roundId, leaseToken } : undefined;
}

export function leaveDesk(reply: FastifyReply, leaseId: string): void {
  reply.clearCookie(name, { path: pathOf(leaseId) });
}

function pathOf(leaseId: string): string {
  return `/review/leases/${leaseId}`;
}
