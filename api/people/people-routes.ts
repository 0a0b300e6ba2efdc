// The routes of the people room: signing in, who I am, who is here.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../problems.ts';
import type { Outbox } from '../store/outbox.ts';
import { PageQuery } from '../store/page-token.ts';
import type { Store } from '../store/store.ts';
import { findCredential, sessionCookieName } from './access-hook.ts';
import { endToken } from './access-tokens.ts';
import { addPeople } from './add-people.ts';
import { Email } from './email.ts';
import { findPerson, listPeople, type Person } from './find-person.ts';
import { roles } from './permissions.ts';
import { parsePeopleCsv, parsePeopleList } from './person-row.ts';
import type { Actor } from './route-access.ts';
import { createSignInLink, type Doer, spendSignInLink } from './sign-in-links.ts';

const PersonAnswer = z.object({
  personId: z.string(),
  email: z.string(),
  name: z.string(),
  team: z.string(),
  department: z.string(),
  managerEmail: z.string().nullable(),
  jobRole: z.string(),
  timeZone: z.string(),
  roles: z.array(z.enum(roles)),
});

const Instant = z.iso.datetime();

const SignIn = z.strictObject({
  link: z.string().max(200).describe('The secret of a sign-in link: what follows ?link= in it.'),
  keepAs: z
    .enum(['token', 'cookie'])
    .default('token')
    .describe('cookie: the session travels as a cookie, and no token is given.'),
});

const AddPeople = z
  .strictObject({
    csv: z.string().max(5_000_000).optional(),
    people: z.array(z.unknown()).max(10_000).optional(),
  })
  .refine((body) => (body.csv === undefined) !== (body.people === undefined), {
    error: 'expected either csv (a text with a header) or people (a list)',
  });

const tags = ['people'];

export function peopleRoutes(deps: { store: Store; outbox: Outbox }): FastifyPluginAsyncZod {
  const { store } = deps;
  return async (app) => {
    app.post(
      '/api/sign-in',
      {
        config: { access: 'public' },
        schema: {
          tags,
          operationId: 'signIn',
          summary: 'Spends a one-time sign-in link for a token or a session cookie',
          body: SignIn,
          response: { 200: z.object({ token: z.string().optional(), expiresAt: Instant, person: PersonAnswer }) },
        },
      },
      async (request, reply) => {
        const kind = request.body.keepAs === 'cookie' ? 'session' : 'cli';
        const spent = await spendSignInLink(store, request.body.link, kind);
        const person = await findPerson(store.db, spent.programmeId, spent.personId);
        if (!person) throw new Error(`person ${spent.personId} has no profile`);
        const answer = { expiresAt: spent.expiresAt.toISOString(), person };
        if (kind === 'cli') return { ...answer, token: spent.secret };
        setSessionCookie(request, reply, spent.secret);
        return answer;
      },
    );

    app.post(
      '/api/sign-out',
      {
        config: { access: { permission: 'self.read' } },
        schema: {
          tags,
          operationId: 'signOut',
          summary: 'Ends the token or session it is asked with',
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const credential = findCredential(request);
        if (credential) await store.transact((tx) => endToken(tx, credential.secret));
        return reply.clearCookie(sessionCookieName, { path: '/' }).code(204).send(null);
      },
    );

    app.post(
      '/api/sign-in-links',
      {
        // Kept for a repeat, the link could be read from the store.
        config: { access: { permission: 'people.write' }, keepsAnswers: false },
        schema: {
          tags,
          operationId: 'createSignInLink',
          summary: 'Makes a sign-in link that works once, for 30 minutes',
          body: z.strictObject({ email: Email }),
          response: { 201: z.object({ url: z.string(), expiresAt: Instant }) },
        },
      },
      async (request, reply) => {
        const link = await createSignInLink(store, doerOf(request.actor), {
          email: request.body.email,
          madeBy: 'request',
        });
        const url = signInUrl(`${request.protocol}://${request.host}`, link.secret);
        return reply.code(201).send({ url, expiresAt: link.expiresAt.toISOString() });
      },
    );

    app.get(
      '/api/me',
      {
        config: { access: { permission: 'self.read' } },
        schema: {
          tags,
          operationId: 'getMe',
          summary: 'Who I am here, with the roles I hold now',
          response: { 200: PersonAnswer },
        },
      },
      async (request): Promise<Person> => {
        const person = await findPerson(store.db, request.actor.programmeId, request.actor.personId);
        if (!person) throw new Problem('not-found', 'There is no profile for you.');
        return person;
      },
    );

    app.get(
      '/api/people',
      {
        config: { access: { permission: 'people.read' } },
        schema: {
          tags,
          operationId: 'listPeople',
          summary: 'People of the programme by address',
          querystring: PageQuery,
          response: { 200: z.object({ items: z.array(PersonAnswer), nextPageToken: z.string().optional() }) },
        },
      },
      (request) => listPeople(store.db, request.actor.programmeId, request.query),
    );

    app.post(
      '/api/people',
      {
        config: { access: { permission: 'people.write' } },
        schema: {
          tags,
          operationId: 'addPeople',
          summary: 'Adds people or brings them up to date: all of the list or nothing',
          body: AddPeople,
          response: { 200: z.object({ added: z.int(), changed: z.int(), unchanged: z.int() }) },
        },
      },
      async ({ actor, body }) => {
        const rows = body.csv === undefined ? parsePeopleList(body.people ?? []) : parsePeopleCsv(body.csv);
        return addPeople(deps, doerOf(actor), rows);
      },
    );
  };
}

/** The address a person opens; `base` is the server's own, without a path. */
export function signInUrl(base: string, secret: string): string {
  return new URL(`/sign-in?link=${secret}`, base).href;
}

function doerOf(actor: Actor): Doer {
  return { programmeId: actor.programmeId, actor: actor.personId };
}

function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.setCookie(sessionCookieName, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: 12 * 60 * 60,
  });
}
