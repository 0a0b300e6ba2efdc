// A handful of sandboxes on the embedded runtime, over one store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { systemClock } from '../../../api/clock.ts';
import { planSandbox } from '../../../api/sandboxes/order-sandboxes.ts';
import { agreeOnWorkspaceRoot } from '../../../api/sandboxes/runtimes/workspace/workspace-root.ts';
import { WorkspaceRuntime } from '../../../api/sandboxes/runtimes/workspace/workspace-runtime.ts';
import type { SandboxDeps } from '../../../api/sandboxes/sandbox-deps.ts';
import { listSandboxes, type Sandbox } from '../../../api/sandboxes/sandbox-record.ts';
import { newId, type SandboxId } from '../../../api/store/ids.ts';
import { Outbox } from '../../../api/store/outbox.ts';
import type { Store } from '../../../api/store/store.ts';
import { type SmallExtract, sealSmallExtract } from './small-extract.ts';

export type SmallFleet = AsyncDisposable & {
  folder: string;
  extract: SmallExtract;
  deps: SandboxDeps;
  runtime: WorkspaceRuntime;
  /** Writes the intent of so many sandboxes. */
  plan(count: number): Promise<SandboxId[]>;
  /** As the store has it now. */
  get(sandboxId: SandboxId): Promise<Sandbox>;
  operations(
    sandboxId: SandboxId,
  ): Promise<{ kind: string; outcome: string | null; holder: string; message: string | null }[]>;
};

/** `deps` may be changed by a test before it reconciles. The tables of an earlier fleet in the store are emptied. */
export async function openSmallFleet(store: Store): Promise<SmallFleet> {
  await sql`truncate sandbox, sandbox_user, sandbox_operation, sandbox_orphan`.execute(store.db);
  await sql`delete from setting where key = 'workspace-root'`.execute(store.db);
  await sql`delete from clock_shift`.execute(store.db);
  await sql`delete from lease`.execute(store.db);
  const folder = await mkdtemp(join(tmpdir(), 'practicum-fleet-'));
  const extract = await sealSmallExtract(join(folder, 'extract'));
  const runtime = new WorkspaceRuntime(await agreeOnWorkspaceRoot(store, join(folder, 'sandboxes')));
  const programmeId = newId('programme');
  const deps: SandboxDeps = {
    store,
    outbox: new Outbox(),
    clock: systemClock,
    runtimes: new Map([[runtime.name, runtime]]),
    extractFolderOf: async () => extract.folder,
  };
  return {
    folder,
    extract,
    deps,
    runtime,
    async plan(count) {
      const ids = Array.from({ length: count }, () => newId('sandbox'));
      await store.transact(async (tx) => {
        for (const sandboxId of ids) {
          await planSandbox(tx, deps.outbox, {
            sandboxId,
            programmeId,
            runtime: 'workspace',
            purpose: 'seat',
            track: 'builders',
            extractDigest: extract.digest,
            startFiles: new Map([['brief.md', '# Brief\n']]),
            users: [],
          });
        }
      });
      return ids;
    },
    async get(sandboxId) {
      const [found] = await listSandboxes(store.db, { programmeId, sandboxIds: [sandboxId] });
      if (!found) throw new Error(`${sandboxId} has no row`);
      return found;
    },
    async operations(sandboxId) {
      const { rows } = await sql<{ kind: string; outcome: string | null; holder: string; message: string | null }>`
        select kind, outcome, holder, message from sandbox_operation
        where sandbox_id = ${sandboxId} order by begun_at, attempt`.execute(store.db);
      return rows;
    },
    async [Symbol.asyncDispose]() {
      await runtime[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

/** Moves the clock of the store. */
export async function passTime(store: Store, seconds: number): Promise<void> {
  await sql`
    insert into clock_shift (shift) values (make_interval(secs => ${seconds}))
    on conflict (one) do update set shift = clock_shift.shift + excluded.shift`.execute(store.db);
}
