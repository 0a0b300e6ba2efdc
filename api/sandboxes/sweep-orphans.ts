// The other way round: what a runtime has and no row wants is destroyed, with brakes.
import { sql } from 'kysely';
import { newId, type SandboxId } from '../store/ids.ts';
import { withLease } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import type { SandboxRuntime, SandboxSighting } from './sandbox-runtime.ts';

export type SweepBrakes = {
  /** Between the first sighting and the end of an orphan. */
  graceSeconds: number;
  /** Orphans destroyed in one sweep, at most. */
  cap: number;
  /** When more than this share of what the runtime has looks orphaned, the store is the suspect and nothing is destroyed. */
  largestShare: number;
};

const usualBrakes: SweepBrakes = { graceSeconds: 60, cap: 10, largestShare: 0.5 };

/** Below this many orphans a large share says nothing. */
const fewOrphans = 3;

export type SweepReport = { seen: number; orphans: number; destroyed: number; heldBack: boolean };

/**
 * Sweeps one runtime; undefined when another process is at it. Only what carries this installation's mark is listed at all.
 * An error of the store or of `list` ends the sweep before anything is destroyed.
 */
export async function sweepOrphans(
  { store }: Pick<SandboxDeps, 'store'>,
  runtime: SandboxRuntime,
  { holder, brakes = usualBrakes }: { holder: string; brakes?: SweepBrakes },
): Promise<SweepReport | undefined> {
  return withLease(store, { name: `sweep-${runtime.name}`, holder, seconds: 300 }, async () => {
    // Listed first, rows read second: a row is committed before its sandbox is started, so whatever is listed and wanted has one.
    const sightings = await runtime.list();
    const { orphans, ripe } = await recordSightings(store, runtime, sightings, brakes.graceSeconds);
    const heldBack = orphans > fewOrphans && orphans > sightings.length * brakes.largestShare;
    const doomed = heldBack ? [] : ripe.slice(0, brakes.cap);
    for (const orphan of doomed) await destroyOrphan(store, runtime, orphan, holder);
    return { seen: sightings.length, orphans, destroyed: doomed.length, heldBack };
  });
}

/** Keeps the sightings of what no row wants, forgets those that are gone, and returns those seen twice and longer than the grace. */
async function recordSightings(
  store: Store,
  runtime: SandboxRuntime,
  sightings: readonly SandboxSighting[],
  graceSeconds: number,
): Promise<{ orphans: number; ripe: SandboxSighting[] }> {
  const ids = sightings.map((sighting) => sighting.sandboxId);
  return store.transact(async (tx) => {
    const unwanted = await sql<{ id: SandboxId }>`
      select seen.id from unnest(${ids}::text[]) as seen(id)
      where not exists (select 1 from sandbox s where s.id = seen.id and s.status <> 'gone')`.execute(tx);
    const orphans = unwanted.rows.map((row) => row.id);
    await sql`delete from sandbox_orphan where runtime = ${runtime.name} and not (sandbox_id = any(${orphans}::text[]))`.execute(
      tx,
    );
    await sql`
      insert into sandbox_orphan as known (runtime, sandbox_id, first_seen_at, last_seen_at, sightings)
      select ${runtime.name}, seen.id, at, at, 1
      from unnest(${orphans}::text[]) as seen(id), (select clock_now() as at) now
      on conflict (runtime, sandbox_id) do update
        set last_seen_at = excluded.last_seen_at, sightings = known.sightings + 1`.execute(tx);
    const ripe = await sql<{ id: SandboxId }>`
      select sandbox_id as id from sandbox_orphan
      where runtime = ${runtime.name} and sightings >= 2
        and first_seen_at <= last_seen_at - make_interval(secs => ${graceSeconds})
      order by first_seen_at, sandbox_id`.execute(tx);
    const ripeIds = new Set(ripe.rows.map((row) => row.id));
    return { orphans: orphans.length, ripe: sightings.filter((sighting) => ripeIds.has(sighting.sandboxId)) };
  });
}

async function destroyOrphan(
  store: Store,
  runtime: SandboxRuntime,
  orphan: SandboxSighting,
  holder: string,
): Promise<void> {
  const operationId = newId('operation');
  await store.transact(async (tx) => {
    await sql`
      insert into sandbox_operation (id, sandbox_id, runtime, kind, generation, holder, attempt, begun_at, lease_expires_at)
      select ${operationId}, ${orphan.sandboxId}, ${runtime.name}, 'destroy', ${orphan.generation}::int, ${holder}, 1, at,
             at + interval '300 seconds'
      from (select clock_now() as at) now`.execute(tx);
  });
  await runtime.destroy(orphan.sandboxId);
  await store.transact(async (tx) => {
    await sql`update sandbox_operation set ended_at = clock_now(), outcome = 'done', message = 'no row wanted it' where id = ${operationId}`.execute(
      tx,
    );
    await sql`delete from sandbox_orphan where runtime = ${runtime.name} and sandbox_id = ${orphan.sandboxId}`.execute(
      tx,
    );
  });
}
