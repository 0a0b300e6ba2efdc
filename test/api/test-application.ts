// The application over one store, with a person of every role who can be asked as.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { composeRooms, createApp, type RoomDeps } from '../../api/app.ts';
import { systemClock } from '../../api/clock.ts';
import { createToken } from '../../api/people/access-tokens.ts';
import { addPeople } from '../../api/people/add-people.ts';
import { findPersonByEmail } from '../../api/people/find-person.ts';
import type { Role } from '../../api/people/permissions.ts';
import { agreeOnProgramme } from '../../api/programmes/programmes.ts';
import type { Runtimes } from '../../api/sandboxes/sandbox-runtime.ts';
import { DirectoryBlobs } from '../../api/store/directory-blobs.ts';
import type { PersonId, ProgrammeId } from '../../api/store/ids.ts';
import type { Store } from '../../api/store/store.ts';

export type TestPerson = { personId: PersonId; email: string; token: string };

export interface TestApplication extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly deps: RoomDeps;
  readonly programmeId: ProgrammeId;
  /** Temporary, removed at the end. */
  readonly folder: string;
  /** Adds a person (of the name before the @) who holds these roles, or finds the one who was added before. */
  person(name: string, roles: readonly Role[]): Promise<TestPerson>;
  /** Asks as this person, with a bearer token. */
  ask(as: TestPerson | undefined, request: InjectOptions): Promise<LightMyRequestResponse>;
}

/** `store` is migrated; several applications may be opened over one, as several processes would be. */
export async function openTestApplication(
  store: Store,
  options: { runtimes?: Runtimes } = {},
): Promise<TestApplication> {
  const folder = await mkdtemp(join(tmpdir(), 'practicum-app-'));
  const programmeId = await agreeOnProgramme(store, { key: 'programme', name: 'Programme' });
  const deps = composeRooms({
    store,
    blobs: new DirectoryBlobs(join(folder, 'blobs')),
    clock: systemClock,
    runtimes: options.runtimes ?? new Map(),
    extractsFolder: join(folder, 'extracts'),
    logLevel: 'silent',
    loops: () => [],
  });
  const app = await createApp(deps);
  return {
    app,
    deps,
    programmeId,
    folder,
    async person(name, roles) {
      const email = `${name}@bank.example`;
      // The first who comes makes sure that there is an owner, as a programme must have one.
      const row = {
        email,
        name,
        team: 'T',
        department: 'D',
        jobRole: 'J',
        timeZone: 'Europe/Prague',
        roles: [...roles],
      };
      const founder = { ...row, email: 'founder@bank.example', name: 'founder', roles: ['owner' as const] };
      await addPeople(
        deps,
        { programmeId, actor: 'system:test' },
        [founder, row].map((value) => ({ row: value, place: {} })),
      );
      const person = await findPersonByEmail(store.db, programmeId, email);
      if (!person) throw new Error(`${email} was not added`);
      const { secret } = await store.transact((tx) => createToken(tx, { personId: person.personId, kind: 'cli' }));
      return { personId: person.personId, email, token: secret };
    },
    ask: (as, request) =>
      app.inject({
        ...request,
        headers: { ...request.headers, ...(as ? { authorization: `Bearer ${as.token}` } : {}) },
      }),
    async [Symbol.asyncDispose]() {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
