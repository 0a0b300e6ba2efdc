// Applies a manifest: plans again and writes the whole intent in one transaction; the sandboxes' loop does the rest.
import { sql } from 'kysely';
import type { TrackName } from '../../tracks/track.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { Actor } from '../people/route-access.ts';
import { Problem } from '../problems.ts';
import { changeExtract, planSandbox, wantSandboxes } from '../sandboxes/order-sandboxes.ts';
import { type CohortId, newId, type PersonId, type SandboxId } from '../store/ids.ts';
import type { Tx } from '../store/store.ts';
import type { CohortDeps } from './cohort-deps.ts';
import { type CohortFacts, gatherFacts, tracksOf } from './cohort-facts.ts';
import { extractOf } from './cohort-manifest.ts';
import { type CohortPlan, comparePlan, type PlannedSeat } from './plan-cohort.ts';
import { getTrack, startFilesOf } from './use-case-content.ts';

type Doer = Pick<Actor, 'personId' | 'programmeId'>;

/**
 * Resolves when the intent is durable. Applying the same again changes nothing. Throws `invalid-document`, `plan-blocked` with
 * the blockers, and `not-confirmed` when sandboxes would be removed and `confirm` is not the cohort's key.
 */
export async function applyCohort(
  deps: CohortDeps,
  actor: Doer,
  { manifest: text, confirm }: { manifest: string; confirm?: string | undefined },
): Promise<{ cohortId: CohortId; plan: CohortPlan }> {
  const facts = await gatherFacts(deps, actor.programmeId, text);
  const startFiles = await listStartFiles(facts);
  return deps.store.transact(async (tx) => {
    // Two applies of one cohort follow each other, so that the second one plans over what the first one wrote.
    await sql`select pg_advisory_xact_lock(hashtext(${`cohort ${actor.programmeId} ${facts.manifest.cohort}`}))`.execute(
      tx,
    );
    const plan = await comparePlan(tx, facts);
    assertApplicable(plan, confirm);
    if (plan.unchanged && plan.cohort.cohortId) return { cohortId: plan.cohort.cohortId, plan };
    const cohortId = await writeCohort(tx, facts, plan);
    await writeSettings(tx, facts, plan, cohortId);
    for (const seat of plan.seats.create) await addSeat(deps, tx, { facts, cohortId, seat, startFiles });
    for (const seat of plan.seats.retire) await retireSeat(deps, tx, { facts, cohortId, seat });
    await giveExtracts(deps, tx, facts, plan);
    const detail = {
      key: plan.cohort.key,
      created: plan.seats.create.length,
      changed: plan.seats.change.length,
      retired: plan.seats.retire.length,
    };
    const { programmeId } = facts;
    await deps.outbox.append(tx, { programmeId, type: 'cohort.applied', subject: cohortId, data: detail });
    await appendAudit(tx, { programmeId, actor: actor.personId, action: 'cohort.applied', subject: cohortId, detail });
    return { cohortId, plan };
  });
}

function assertApplicable(plan: CohortPlan, confirm: string | undefined): void {
  if (plan.blockers.length > 0) {
    const [first] = plan.blockers;
    const rest = plan.blockers.length > 1 ? ` (and ${plan.blockers.length - 1} more)` : '';
    throw new Problem('plan-blocked', `Nothing was changed: ${first?.message}${rest}.`, { findings: plan.blockers });
  }
  if (plan.confirm !== null && confirm !== plan.confirm) {
    const names = plan.seats.retire.map((seat) => `${seat.email} (${seat.track})`).join(', ');
    throw new Problem(
      'not-confirmed',
      `Nothing was changed: this removes ${plan.seats.retire.length} sandboxes with their work, of ${names}. Confirm with ${plan.confirm}.`,
    );
  }
}

async function listStartFiles({ manifest, useCase }: CohortFacts): Promise<Map<TrackName, Map<string, string>>> {
  if (!useCase) return new Map();
  const tracks = await Promise.all(tracksOf(manifest).map((track) => getTrack(useCase.key, track)));
  return new Map(tracks.map((track) => [track.track, startFilesOf(track)]));
}

async function writeCohort(tx: Tx, { manifest, text, programmeId }: CohortFacts, plan: CohortPlan): Promise<CohortId> {
  const cohortId = plan.cohort.cohortId ?? newId('cohort');
  await sql`
    insert into cohort as c (id, programme_id, key, name, use_case, starts, ends, time_zone, runtime, status, manifest, applied_at)
    values (${cohortId}, ${programmeId}, ${manifest.cohort}, ${manifest.name}, ${manifest.useCase}, ${manifest.starts},
            ${manifest.ends}, ${manifest.timeZone}, ${manifest.runtime}, 'open', ${text}, clock_now())
    on conflict (id) do update set name = excluded.name, starts = excluded.starts, ends = excluded.ends,
      time_zone = excluded.time_zone, manifest = excluded.manifest, applied_at = excluded.applied_at`.execute(tx);
  return cohortId;
}

/** Extracts, due dates and reviewers are written anew: they hang on the cohort and on nothing that has happened. */
async function writeSettings(tx: Tx, facts: CohortFacts, plan: CohortPlan, cohortId: CohortId): Promise<void> {
  const { manifest, people } = facts;
  // A track whose last seat retires keeps its extract and its tasks: rounds over them may still be open.
  for (const track of tracksOf(manifest)) {
    await sql`
      insert into cohort_extract (cohort_id, track, digest) values (${cohortId}, ${track}, ${extractOf(manifest, track)})
      on conflict (cohort_id, track) do update set digest = excluded.digest`.execute(tx);
  }
  for (const { track, task, dueAt } of plan.tasks) {
    await sql`
      insert into cohort_task (cohort_id, track, task, due_at) values (${cohortId}, ${track}, ${task}, ${dueAt})
      on conflict (cohort_id, track, task) do update set due_at = excluded.due_at`.execute(tx);
  }
  await sql`delete from cohort_reviewer where cohort_id = ${cohortId}`.execute(tx);
  for (const { email, tracks } of manifest.reviewers) {
    for (const track of tracks) {
      await sql`
        insert into cohort_reviewer (cohort_id, track, person_id) values (${cohortId}, ${track}, ${idOf(people, email)})
        on conflict do nothing`.execute(tx);
    }
  }
}

async function addSeat(
  { outbox }: CohortDeps,
  tx: Tx,
  {
    facts,
    cohortId,
    seat,
    startFiles,
  }: { facts: CohortFacts; cohortId: CohortId; seat: PlannedSeat; startFiles: Map<TrackName, Map<string, string>> },
): Promise<void> {
  const { manifest, programmeId } = facts;
  const personId = idOf(facts.people, seat.email);
  const seatId = newId('seat');
  const sandboxId = newId('sandbox');
  await sql`
    insert into seat (id, programme_id, cohort_id, person_id, track, sandbox_id, status, added_at)
    values (${seatId}, ${programmeId}, ${cohortId}, ${personId}, ${seat.track}, ${sandboxId}, 'live', clock_now())`.execute(
    tx,
  );
  const data = { cohortId, personId, track: seat.track, sandboxId };
  await outbox.append(tx, { programmeId, type: 'seat.added', subject: seatId, data });
  await planSandbox(tx, outbox, {
    sandboxId,
    programmeId,
    runtime: manifest.runtime,
    purpose: 'seat',
    track: seat.track,
    extractDigest: extractOf(manifest, seat.track),
    startFiles: startFiles.get(seat.track) ?? new Map(),
    users: [personId],
  });
}

async function retireSeat(
  { outbox }: CohortDeps,
  tx: Tx,
  { facts, cohortId, seat }: { facts: CohortFacts; cohortId: CohortId; seat: PlannedSeat },
): Promise<void> {
  const { programmeId } = facts;
  if (!seat.seatId || !seat.sandboxId) throw new Error(`a seat to retire came without its ids: ${seat.email}`);
  await sql`update seat set status = 'retired', retired_at = clock_now() where id = ${seat.seatId}`.execute(tx);
  await wantSandboxes(tx, { programmeId, sandboxIds: [seat.sandboxId], desired: 'gone' });
  const data = { cohortId, track: seat.track, sandboxId: seat.sandboxId };
  await outbox.append(tx, { programmeId, type: 'seat.retired', subject: seat.seatId, data });
}

async function giveExtracts({ outbox }: CohortDeps, tx: Tx, facts: CohortFacts, plan: CohortPlan): Promise<void> {
  const byDigest = Map.groupBy(plan.seats.change, (seat) => seat.extract);
  for (const [extractDigest, seats] of byDigest) {
    const sandboxIds = seats.flatMap((seat): SandboxId[] => (seat.sandboxId ? [seat.sandboxId] : []));
    await changeExtract(tx, outbox, { programmeId: facts.programmeId, sandboxIds, extractDigest });
  }
}

function idOf(people: CohortFacts['people'], email: string): PersonId {
  const person = people.get(email);
  if (person) return person.personId;
  throw new Error(`${email} passed the plan without being known`);
}
