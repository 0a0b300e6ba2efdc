// Closes a cohort: wants its sandboxes gone, and writes the certificate once they are.
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import type { Actor } from '../people/route-access.ts';
import { Problem } from '../problems.ts';
import { wantSandboxes } from '../sandboxes/order-sandboxes.ts';
import type { CohortId, ProgrammeId, SandboxId } from '../store/ids.ts';
import { type JsonObject, jsonb } from '../store/json.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';
import type { CohortDeps } from './cohort-deps.ts';
import type { CohortStatus } from './cohort-record.ts';

type ClosingDeps = Pick<CohortDeps, 'store' | 'outbox'>;

/**
 * Asking again changes nothing. Throws `not-found`, `not-confirmed` unless `confirm` is the cohort's key, and `cohort-held` with a
 * finding for each hold: the cohort stays as it is, and closing has to be asked for again.
 */
export async function closeCohort(
  { store, outbox }: ClosingDeps,
  { personId, programmeId }: Pick<Actor, 'personId' | 'programmeId'>,
  { cohortId, confirm }: { cohortId: string; confirm: string },
): Promise<{ cohortId: CohortId; key: string; status: CohortStatus }> {
  return store.transact(async (tx) => {
    const cohort = await lockCohort(tx, programmeId, cohortId);
    if (!cohort) throw new Problem('not-found', `There is no cohort ${cohortId} here.`);
    if (confirm !== cohort.key) {
      throw new Problem('not-confirmed', `Closing removes every sandbox of the cohort: confirm with ${cohort.key}.`);
    }
    if (cohort.status !== 'open') return cohort;
    await assertNotHeld(tx, cohort);
    await sql`update cohort set status = 'closing', closing_at = clock_now() where id = ${cohort.cohortId}`.execute(tx);
    const { rows } = await sql<{ sandbox_id: SandboxId }>`
      select sandbox_id from seat where cohort_id = ${cohort.cohortId}`.execute(tx);
    const sandboxIds = rows.map((row) => row.sandbox_id);
    await wantSandboxes(tx, { programmeId, sandboxIds, desired: 'gone' });
    const entry = { programmeId, subject: cohort.cohortId };
    await outbox.append(tx, { ...entry, type: 'cohort.closing', data: { key: cohort.key, sandboxes: rows.length } });
    await appendAudit(tx, { ...entry, actor: personId, action: 'cohort.closing', detail: { key: cohort.key } });
    const closed = await finishClosing(tx, outbox, { programmeId, cohortId: cohort.cohortId });
    return { ...cohort, status: closed ? 'closed' : 'closing' };
  });
}

/** Ends the closing of a cohort whose last sandbox is gone. True when it is closed now. */
export async function finishClosing(
  tx: Tx,
  outbox: Outbox,
  { programmeId, cohortId }: { programmeId: ProgrammeId; cohortId: CohortId },
): Promise<boolean> {
  // The lock makes two sandboxes that go at the same time count one after the other: the second one sees that it is the last.
  const cohort = await lockCohort(tx, programmeId, cohortId);
  if (cohort?.status !== 'closing') return false;
  const { rows } = await sql<{ seats: number; sandboxes: number; left: number }>`
    select count(*)::int as seats, count(distinct s.sandbox_id)::int as sandboxes,
           (count(*) filter (where b.status <> 'gone'))::int as left
    from seat s join sandboxes_status_view b on b.id = s.sandbox_id where s.cohort_id = ${cohortId}`.execute(tx);
  const counts = rows[0];
  if (!counts || counts.left > 0) return false;
  const certificate: JsonObject = { seats: counts.seats, sandboxesGone: counts.sandboxes, sandboxesLeft: 0 };
  await sql`
    update cohort set status = 'closed', closed_at = clock_now(), certificate = ${jsonb(certificate)}
    where id = ${cohortId}`.execute(tx);
  const entry = { programmeId, subject: cohortId };
  await outbox.append(tx, { ...entry, type: 'cohort.closed', data: certificate });
  await appendAudit(tx, { ...entry, actor: 'system:cohorts', action: 'cohort.closed', detail: certificate });
  return true;
}

async function lockCohort(
  tx: Tx,
  programmeId: ProgrammeId,
  cohortId: string,
): Promise<{ cohortId: CohortId; key: string; status: CohortStatus } | undefined> {
  const { rows } = await sql<{ cohortId: CohortId; key: string; status: CohortStatus }>`
    select id as "cohortId", key, status from cohort
    where id = ${cohortId} and programme_id = ${programmeId} for update`.execute(tx);
  return rows[0];
}

async function assertNotHeld(tx: Tx, cohort: { cohortId: CohortId; key: string }): Promise<void> {
  const { rows } = await sql<{ subject: string; reason: string }>`
    select subject, reason from cohort_hold where cohort_id = ${cohort.cohortId} order by placed_at, subject`.execute(
    tx,
  );
  if (rows.length === 0) return;
  throw new Problem(
    'cohort-held',
    `The cohort ${cohort.key} is still owed something: ${rows[0]?.reason}${rows.length > 1 ? ` (and ${rows.length - 1} more)` : ''}. Close it again when that has ended.`,
    { findings: rows.map(({ subject, reason }) => ({ code: 'held', message: reason, path: subject })) },
  );
}
