// Sandboxes as the store has them.
import { type Kysely, sql } from 'kysely';
import { Problem } from '../problems.ts';
import type { PersonId, ProgrammeId, SandboxId } from '../store/ids.ts';
import type { NoTables } from '../store/store.ts';
import type { RuntimeName, SandboxPurpose } from './sandbox-runtime.ts';
import type { DesiredState, SandboxStatus } from './sandbox-status.ts';

export type Sandbox = {
  sandboxId: SandboxId;
  programmeId: ProgrammeId;
  runtime: RuntimeName;
  purpose: SandboxPurpose;
  track: string;
  extractDigest: string;
  generation: number;
  desired: DesiredState;
  status: SandboxStatus;
  /** What went wrong last, until it has worked. */
  failure: string | null;
  changedAt: Date;
};

type Asked = {
  programmeId: ProgrammeId;
  /** Only these. */
  sandboxIds?: readonly SandboxId[];
  /** Only those that this person may use. */
  userId?: PersonId;
  /** Only those after this one, in the order of ids. */
  after?: string | undefined;
  limit?: number;
};

/** Sandboxes of this programme that match all that is asked, by id. `db` may be a transaction. */
export async function listSandboxes(db: Kysely<NoTables>, asked: Asked): Promise<Sandbox[]> {
  const { rows } = await sql<Sandbox>`
    select id as "sandboxId", programme_id as "programmeId", runtime, purpose, track, extract_digest as "extractDigest",
           generation, desired, status, failure, changed_at as "changedAt"
    from sandbox
    where programme_id = ${asked.programmeId}
      and (${asked.sandboxIds ?? null}::text[] is null or id = any(${asked.sandboxIds ?? null}::text[]))
      and (${asked.userId ?? null}::text is null
           or exists (select 1 from sandbox_user u where u.sandbox_id = sandbox.id and u.person_id = ${asked.userId ?? null}))
      and id > ${asked.after ?? ''}
    order by id limit ${asked.limit ?? null}`.execute(db);
  return rows;
}

/** One sandbox of this programme. Throws `not-found`. */
export async function getSandbox(
  db: Kysely<NoTables>,
  { programmeId, sandboxId }: { programmeId: ProgrammeId; sandboxId: SandboxId },
): Promise<Sandbox> {
  const [sandbox] = await listSandboxes(db, { programmeId, sandboxIds: [sandboxId] });
  if (sandbox) return sandbox;
  throw new Problem('not-found', `There is no sandbox ${sandboxId} here.`);
}

/** Who may use one sandbox of this programme. Throws `not-found`. */
export async function listUsers(
  db: Kysely<NoTables>,
  { programmeId, sandboxId }: { programmeId: ProgrammeId; sandboxId: SandboxId },
): Promise<PersonId[]> {
  const { rows } = await sql<{ person_id: PersonId | null }>`
    select u.person_id from sandbox s left join sandbox_user u on u.sandbox_id = s.id
    where s.id = ${sandboxId} and s.programme_id = ${programmeId}`.execute(db);
  if (rows.length === 0) throw new Problem('not-found', `There is no sandbox ${sandboxId} here.`);
  return rows.flatMap((row) => (row.person_id === null ? [] : [row.person_id]));
}
