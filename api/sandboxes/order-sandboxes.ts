// Orders: how later rooms say what should be. They write rows only; the loop does the rest.
import { sql } from 'kysely';
import type { PersonId, ProgrammeId, SandboxId } from '../store/ids.ts';
import { canonicalJson, type JsonObject, jsonb, sha256Hex } from '../store/json.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';
import { recordStatus } from './record-status.ts';
import type { RuntimeName, SandboxPurpose } from './sandbox-runtime.ts';
import type { DesiredState } from './sandbox-status.ts';

export type SandboxOrder = {
  sandboxId: SandboxId;
  programmeId: ProgrammeId;
  runtime: RuntimeName;
  purpose: SandboxPurpose;
  track: string;
  /** `sha256:…` */
  extractDigest: string;
  /** Path in the work folder → text. */
  startFiles: ReadonlyMap<string, string>;
  users: readonly PersonId[];
};

/** Writes the intent of a new sandbox that should be up. */
export async function planSandbox(tx: Tx, outbox: Outbox, order: SandboxOrder): Promise<void> {
  const files: JsonObject = Object.fromEntries(order.startFiles);
  const sha256 = sha256Hex(canonicalJson(files));
  await sql`insert into sandbox_start_files (sha256, files) values (${sha256}, ${jsonb(files)}) on conflict do nothing`.execute(
    tx,
  );
  await sql`
    insert into sandbox (id, programme_id, runtime, purpose, track, extract_digest, start_files, generation, desired, status,
                         due_at, created_at, changed_at)
    select ${order.sandboxId}, ${order.programmeId}, ${order.runtime}, ${order.purpose}, ${order.track}, ${order.extractDigest},
           ${sha256}, 1, 'up', 'planned', at, at, at
    from (select clock_now() as at) now`.execute(tx);
  for (const person of order.users) {
    await sql`insert into sandbox_user (sandbox_id, person_id) values (${order.sandboxId}, ${person})`.execute(tx);
  }
  await recordStatus(tx, outbox, { ...order, status: 'planned', generation: 1 });
}

/** Wants sandboxes of this programme to be up, stopped or gone. What should be gone stays so. Returns how many changed. */
export async function wantSandboxes(
  tx: Tx,
  order: { programmeId: ProgrammeId; sandboxIds: readonly SandboxId[]; desired: DesiredState },
): Promise<number> {
  const { rows } = await sql`
    update sandbox set desired = ${order.desired}, revision = revision + 1, attempts = 0, due_at = clock_now()
    where programme_id = ${order.programmeId} and id = any(${order.sandboxIds}::text[])
      and desired not in ('gone', ${order.desired})
    returning id`.execute(tx);
  return rows.length;
}

/** Gives sandboxes another extract: each is started again at its generation, so that its work stays. */
export async function changeExtract(
  tx: Tx,
  outbox: Outbox,
  order: { programmeId: ProgrammeId; sandboxIds: readonly SandboxId[]; extractDigest: string },
): Promise<void> {
  const { rows } = await sql<{ id: SandboxId; generation: number; status: 'starting' }>`
    update sandbox set extract_digest = ${order.extractDigest}, revision = revision + 1, attempts = 0, due_at = clock_now(),
                       status = case status when 'ready' then 'starting' else status end
    where programme_id = ${order.programmeId} and id = any(${order.sandboxIds}::text[]) and desired <> 'gone'
      and extract_digest <> ${order.extractDigest}
    returning id, generation, status`.execute(tx);
  for (const { id, ...row } of rows) {
    await recordStatus(tx, outbox, { ...row, sandboxId: id, programmeId: order.programmeId });
  }
}
