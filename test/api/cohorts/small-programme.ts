// A small programme to launch cohorts in: people, an extract, the embedded runtime, all rooms composed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { stringify } from 'yaml';
import { composeRooms, type RoomDeps } from '../../../api/app.ts';
import { systemClock } from '../../../api/clock.ts';
import type { CohortManifest } from '../../../api/cohorts/cohort-manifest.ts';
import { addPeople } from '../../../api/people/add-people.ts';
import { findPersonByEmail, type Person } from '../../../api/people/find-person.ts';
import type { PersonRow } from '../../../api/people/person-row.ts';
import { registerExtract } from '../../../api/programmes/register-extract.ts';
import { reconcileSandboxes } from '../../../api/sandboxes/reconcile.ts';
import { agreeOnWorkspaceRoot } from '../../../api/sandboxes/runtimes/workspace/workspace-root.ts';
import { WorkspaceRuntime } from '../../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import { DatabaseBlobs } from '../../../api/store/database-blobs.ts';
import { newId, type ProgrammeId } from '../../../api/store/ids.ts';
import type { Store } from '../../../api/store/store.ts';
import { trackNames } from '../../../tracks/track.ts';
import { sealSmallExtract } from '../sandboxes/small-extract.ts';

export type SmallProgramme = AsyncDisposable & {
  deps: RoomDeps;
  runtime: WorkspaceRuntime;
  programmeId: ProgrammeId;
  folder: string;
  owner: Person;
  /** Digests of two registered extracts. */
  digests: readonly [string, string];
  person(email: string): Promise<Person>;
  /** Seals and registers another extract; returns its digest. */
  publish(options: Parameters<typeof sealSmallExtract>[1]): Promise<string>;
  /** Reconciles until nothing is due. */
  settle(): Promise<void>;
};

export const learnerEmail = (n: number) => `learner${n}@bank.example`;

/** A programme of its own in `store`, with `learners` learners, reviewers rev1 and rev2, and an owner. */
export async function openSmallProgramme(
  store: Store,
  /** A `folder` that is given is left behind. */
  options: { learners?: number; folder?: string } = {},
): Promise<SmallProgramme> {
  const { learners = 12 } = options;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'practicum-cohort-')));
  const runtime = new WorkspaceRuntime(await agreeOnWorkspaceRoot(store, join(folder, 'sandboxes')));
  const deps = composeRooms({
    store,
    blobs: new DatabaseBlobs(store),
    clock: systemClock,
    runtimes: new Map([[runtime.name, runtime]]),
    extractsFolder: join(folder, 'extracts'),
    logLevel: 'silent',
    loops: () => [],
  });
  const programmeId = await addProgramme(store);
  const by = { programmeId, actor: 'system:test' } as const;
  const row = (email: string, roles: PersonRow['roles']): PersonRow => ({
    email,
    name: email.split('@')[0] ?? email,
    team: 'Lending',
    department: 'Risk',
    jobRole: 'Officer',
    timeZone: 'Europe/Prague',
    roles,
  });
  const rows = [
    row('owner@bank.example', ['owner']),
    row('rev1@bank.example', ['reviewer']),
    row('rev2@bank.example', ['reviewer', 'learner']),
    ...Array.from({ length: learners }, (_, index) => row(learnerEmail(index + 1), ['learner'])),
  ];
  await addPeople(
    deps,
    by,
    rows.map((each) => ({ row: each, place: {} })),
  );
  const person = async (email: string) => {
    const found = await findPersonByEmail(store.db, programmeId, email);
    if (!found) throw new Error(`${email} was not added`);
    return found;
  };
  let sealed = 0;
  const publish = async (options: Parameters<typeof sealSmallExtract>[1]) => {
    const extract = await sealSmallExtract(join(folder, `sealed-${++sealed}`), options);
    const files: { path: string; sha256: string }[] = [];
    for (const [path, bytes] of extract.files) files.push({ path, sha256: await deps.blobs.put(bytes) });
    await registerExtract(deps, by, { manifest: extract.manifest, identifiers: extract.identifiers, files });
    return extract.digest;
  };
  return {
    deps,
    runtime,
    programmeId,
    folder,
    owner: await person('owner@bank.example'),
    digests: [await publish({ customers: 40 }), await publish({ customers: 41 })],
    person,
    publish,
    async settle() {
      await reconcileSandboxes(deps, { holder: newId('operation') });
    },
    async [Symbol.asyncDispose]() {
      await runtime[Symbol.asyncDispose]();
      if (options.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}

async function addProgramme(store: Store): Promise<ProgrammeId> {
  const id = newId('programme');
  await store.transact(async (tx) => {
    await sql`insert into programme (id, key, name, created_at) values (${id}, ${id}, 'Small', clock_now())`.execute(
      tx,
    );
  });
  return id;
}

/** A manifest as YAML: learners in turn over the six tracks. */
export function manifestOf(
  programme: Pick<SmallProgramme, 'digests'>,
  { seats = 12, ...overrides }: Partial<CohortManifest> & { seats?: number } = {},
): string {
  return stringify({
    cohort: 'pd-12-autumn',
    name: 'PD-12, autumn',
    useCase: 'pd-12',
    starts: '2026-11-23',
    ends: '2027-02-21',
    timeZone: 'Europe/Prague',
    runtime: 'workspace',
    extract: programme.digests[0],
    roster: Array.from({ length: seats }, (_, index) => ({
      email: learnerEmail(index + 1),
      track: trackNames[index % trackNames.length],
    })),
    reviewers: [{ email: 'rev1@bank.example', tracks: [...trackNames] }],
    ...overrides,
  });
}
