// One visit to a page: who comes, what time it is for the record, the API as that person.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Role, roles } from '../people/permissions.ts';
import type { Store } from '../store/store.ts';
import type { Html } from './html.ts';
import { layout } from './layout.ts';
import { PageApi } from './page-api.ts';

const Me = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  timeZone: z.string(),
  roles: z.array(z.enum(roles)),
});
type Me = z.infer<typeof Me>;

export type PageDeps = { store: Store };

type Page = { title: string; body: Html; status?: number };

export class Visit {
  readonly me: Me;
  readonly now: Date;
  readonly api: PageApi;
  readonly #request: FastifyRequest;

  private constructor(me: Me, now: Date, api: PageApi, request: FastifyRequest) {
    this.me = me;
    this.now = now;
    this.api = api;
    this.#request = request;
  }

  static async open(deps: PageDeps, request: FastifyRequest): Promise<Visit> {
    const api = new PageApi(request);
    const [me, now] = await Promise.all([api.get('/api/me', Me), readNow(deps.store)]);
    return new Visit(me, now, api, request);
  }

  /** What instants are shown against. */
  get clock(): { now: Date; timeZone: string } {
    return { now: this.now, timeZone: this.me.timeZone };
  }

  has(role: Role): boolean {
    return this.me.roles.includes(role);
  }

  /** Sends a whole page in the frame of this person. */
  show(reply: FastifyReply, page: Page): FastifyReply {
    const frame = { title: page.title, person: this.me, path: this.#request.url.split('?')[0] ?? '/' };
    return sendHtml(reply, page.status ?? 200, layout(frame, page.body));
  }
}

export function sendHtml(reply: FastifyReply, status: number, page: Html): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page.toString());
}

async function readNow(store: Store): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_now() as now`.execute(store.db);
  return rows[0]?.now ?? new Date(Number.NaN);
}
