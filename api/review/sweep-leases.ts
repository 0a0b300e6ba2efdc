// Returns rounds whose lease expired, writes down what is overdue; any number of processes may run it over one store.
import { sql } from 'kysely';
import { appendAudit } from '../audit/audit-log.ts';
import type { ProgrammeId } from '../store/ids.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';
import { returnRound } from './end-lease.ts';
import type { ReviewDeps } from './review-deps.ts';
import type { LeaseId, RoundId } from './round.ts';

const roundsPerStep = 200;

/** One pass over everything that is due. What another process is working on is passed over: it is that one's to end. */
export async function sweepLeases({ store, outbox }: ReviewDeps): Promise<{ returned: number; breached: number }> {
  const all = async (step: (tx: Tx, outbox: Outbox) => Promise<number>): Promise<number> => {
    for (let total = 0; ; ) {
      const done = await store.transact((tx) => step(tx, outbox));
      total += done;
      if (done < roundsPerStep) return total;
    }
  };
  return { returned: await all(returnExpired), breached: await all(writeBreaches) };
}

// `(select clock_now())` is read once, so that an index can answer: a volatile function in a condition is asked of every row.
async function returnExpired(tx: Tx, outbox: Outbox): Promise<number> {
  const { rows } = await sql<{ programmeId: ProgrammeId; roundId: RoundId; leaseId: LeaseId }>`
    select r.programme_id as "programmeId", r.id as "roundId", r.lease_id as "leaseId"
    from review_round r where r.state = 'leased' and r.lease_expires_at <= (select clock_now())
    order by r.id limit ${roundsPerStep} for update skip locked`.execute(tx);
  for (const row of rows) await returnRound(tx, outbox, { ...row, reason: 'expired', actor: 'system:review' });
  return rows.length;
}

// Under the lock of the round: a decision that is being published at this very moment must not be breached as well.
async function writeBreaches(tx: Tx, outbox: Outbox): Promise<number> {
  const { rows } = await sql<{ programmeId: ProgrammeId; roundId: RoundId; dueAt: Date }>`
    with overdue as materialized (
      select r.programme_id, r.id, r.due_at from review_round r
      where r.state in ('waiting', 'leased') and r.due_at < (select clock_now())
        and not exists (select 1 from review_clock_event e where e.round_id = r.id and e.kind = 'breached')
      order by r.id limit ${roundsPerStep} for update of r skip locked
    )
    insert into review_clock_event (programme_id, round_id, kind, at)
    select programme_id, id, 'breached', due_at from overdue
    on conflict do nothing
    returning programme_id as "programmeId", round_id as "roundId", at as "dueAt"`.execute(tx);
  for (const { programmeId, roundId, dueAt } of rows) {
    const dueAtText = dueAt.toISOString();
    await outbox.append(tx, {
      programmeId,
      type: 'round.breached',
      subject: roundId,
      data: { roundId, dueAt: dueAtText },
    });
    const detail = { dueAt: dueAtText };
    await appendAudit(tx, { programmeId, actor: 'system:review', action: 'round.breached', subject: roundId, detail });
  }
  return rows.length;
}
