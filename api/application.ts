// Composes the whole application over a state directory: store, rooms, loops. The server listens with it, the CLI calls it by injection.
import { isAbsolute } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { composeRooms, createApp, type RoomDeps } from './app.ts';
import { sealAuditChain } from './audit/audit-chain.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Environment } from './env.ts';
import { createToken, findActor } from './people/access-tokens.ts';
import { addPeople } from './people/add-people.ts';
import { findOwner } from './people/find-person.ts';
import type { Doer } from './people/sign-in-links.ts';
import { agreeOnProgramme } from './programmes/programmes.ts';
import { sweepLeases } from './review/sweep-leases.ts';
import { agreeOnWorkspaceRoot } from './sandboxes/runtimes/workspace/workspace-root.ts';
import { WorkspaceRuntime } from './sandboxes/runtimes/workspace/workspace-runtime.ts';
import { sandboxLoops } from './sandboxes/sandbox-loop.ts';
import { DatabaseBlobs } from './store/database-blobs.ts';
import { DirectoryBlobs } from './store/directory-blobs.ts';
import { newId, type ProgrammeId } from './store/ids.ts';
import { type Loop, type LoopWork, startLoop } from './store/loop.ts';
import { openStore } from './store/open-store.ts';
import { openStateDirectory, readIfThere, type StateDirectory, writeSecretFile } from './store/state-directory.ts';
import type { Store } from './store/store.ts';

export type ApplicationOptions = {
  environment: Environment;
  /** Absolute; made when it is not there. */
  stateFolder: string;
  /** Address of the owner that a new installation begins with. */
  ownerEmail?: string;
  clock?: Clock;
  /** Told in one line what is being done. */
  log?: (line: string) => void;
};

export interface Application extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly deps: RoomDeps;
  readonly state: StateDirectory;
  readonly programmeId: ProgrammeId;
  readonly owner: { email: string };
  /** What the start itself does is done in this name. */
  readonly start: Doer;
}

/** How a new installation calls its first owner when it is not told. */
const firstOwnerEmail = 'owner@practicum.example';

/**
 * Opens state and store, brings the schema up to date, agrees on programme, first owner and their token, and starts the loops.
 * Nothing is left open when it throws. Throws `store-unavailable` where the state cannot be used, saying why.
 */
export async function composeApplication(options: ApplicationOptions): Promise<Application> {
  if (!isAbsolute(options.stateFolder)) throw new TypeError(`expected an absolute path, got ${options.stateFolder}`);
  const { environment, clock = systemClock, log = () => {} } = options;
  // Undone in reverse: requests end first, then loops, runtimes, store, lock.
  await using stack = new AsyncDisposableStack();

  const exclusive = environment.databaseUrl === undefined;
  const state = stack.use(await openStateDirectory(options.stateFolder, { exclusive, clock }));
  log(exclusive ? `opening the embedded database in ${state.path}` : 'connecting to PostgreSQL');
  const { store, applied } = await openStore({ ...environment, databaseFolder: state.databaseFolder });
  stack.use(store);
  if (applied.length > 0) log(`brought the schema up to date (${applied.length} steps)`);

  const programmeId = await agreeOnProgramme(store, { key: 'programme', name: 'Applied AI programme' });
  const workspace = stack.use(new WorkspaceRuntime(await agreeOnWorkspaceRoot(store, state.sandboxesFolder)));
  const loops: Loop[] = [];
  const deps = composeRooms({
    store,
    blobs: blobsOf(environment, store, state),
    clock,
    runtimes: new Map([[workspace.name, workspace]]),
    extractsFolder: state.extractsFolder,
    logLevel: environment.logLevel,
    loops: () => loops,
  });
  const start: Doer = { programmeId, actor: 'system:start' };
  const owner = await agreeOnOwner(deps, start, options.ownerEmail ?? firstOwnerEmail);
  await keepOwnerToken(store, state, owner.personId);

  stack.defer(async () => {
    await Promise.all(loops.map((loop) => loop.stop()));
  });
  const app = await createApp(deps);
  stack.defer(() => closeSoon(app, clock));
  startLoops(deps, app, loops);

  const open = stack.move();
  return { app, deps, state, programmeId, owner, start, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

function startLoops(deps: RoomDeps, app: FastifyInstance, loops: Loop[]): void {
  // Names this process in the store's leases.
  const holder = newId('operation');
  const works: LoopWork[] = [
    { name: 'audit-sealer', everyMs: 500, work: () => sealAuditChain(deps.store, holder) },
    ...sandboxLoops(deps, { holder }),
    { name: 'review-leases', everyMs: 2_000, work: () => sweepLeases(deps) },
  ];
  for (const work of works) loops.push(startLoop({ clock: deps.clock, log: app.log }, work));
}

// What is being answered may end; a connection that never does is cut.
const closingMs = 3_000;

async function closeSoon(app: FastifyInstance, clock: Clock): Promise<void> {
  const closed = new AbortController();
  const cut = clock.sleep(closingMs, closed.signal).then(() => app.server.closeAllConnections());
  await app.close();
  closed.abort();
  await cut;
}

// On PostgreSQL the default is rows, so that a process on another host has them.
function blobsOf(environment: Environment, store: Store, state: StateDirectory) {
  if (environment.blobsFolder !== undefined) return new DirectoryBlobs(environment.blobsFolder);
  return store.engine === 'pglite' ? new DirectoryBlobs(state.blobsFolder) : new DatabaseBlobs(store);
}

async function agreeOnOwner(deps: RoomDeps, start: Doer, email: string) {
  const known = await findOwner(deps.store.db, start.programmeId);
  if (known) return known;
  const row = {
    email,
    name: 'Programme owner',
    team: 'Programme',
    department: 'Programme',
    jobRole: 'Programme owner',
    timeZone: 'UTC',
    roles: ['owner' as const],
  };
  await addPeople(deps, start, [{ row, place: {} }]);
  const owner = await findOwner(deps.store.db, start.programmeId);
  if (!owner) throw new Error('the first owner vanished after they were added');
  return owner;
}

// Whoever can read this file could as well read the database beside it.
async function keepOwnerToken(
  store: Store,
  state: StateDirectory,
  personId: Parameters<typeof createToken>[1]['personId'],
) {
  const kept = (await readIfThere(state.ownerTokenFile))?.trim();
  const actor = kept ? await findActor(store, kept) : undefined;
  if (actor?.roles.includes('owner')) return;
  const token = await store.transact((tx) => createToken(tx, { personId, kind: 'cli' }));
  await writeSecretFile(state.ownerTokenFile, token.secret);
}
