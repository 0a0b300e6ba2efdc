// Tells a request that a page of ours sent from one that another site made a browser send.
import type { FastifyRequest } from 'fastify';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * True for a request that may change something, rides on the browser's cookie, and is not shown to come from our own origin.
 * A request with neither header counts as foreign: every browser sends one of them with an unsafe method.
 */
export function isCrossOrigin(request: FastifyRequest): boolean {
  if (safeMethods.has(request.method)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.origin;
  return origin === undefined || !URL.canParse(origin) || new URL(origin).host !== request.host;
}
