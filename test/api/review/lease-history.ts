// Judges the leases that a run left behind, from the record alone.
import { sql } from 'kysely';
import type { Store } from '../../../api/store/store.ts';

export type LeaseFaults = {
  /** Pairs of leases of one round that were live at one instant. */
  overlaps: number;
  /** Instants at which a reviewer held more rounds than `cap`. */
  capOverruns: number;
  /** Rounds whose leases do not count up 1, 2, 3 … to the round's epoch. */
  epochGaps: number;
  /** Decisions under a lease that had ended otherwise, or was not the round's last. */
  staleDecisions: number;
};

export async function judgeLeases(store: Store, cap: number): Promise<LeaseFaults> {
  const { rows } = await sql<LeaseFaults>`
    with span as (select l.*, coalesce(l.ended_at, 'infinity') as until from review_lease l)
    select
      (select count(*)::int from span a join span b on a.round_id = b.round_id and a.id < b.id
       where a.begun_at < b.until and b.begun_at < a.until) as overlaps,
      (select count(*)::int from span a
       where (select count(*) from span b where b.reviewer_id = a.reviewer_id
              and b.begun_at <= a.begun_at and a.begun_at < b.until) > ${cap}) as "capOverruns",
      (select count(*)::int from review_round r
       where r.epoch <> (select count(*) from review_lease l where l.round_id = r.id)
          or r.epoch <> coalesce((select max(l.epoch) from review_lease l where l.round_id = r.id), 0)) as "epochGaps",
      (select count(*)::int from review_decision d join review_lease l on l.id = d.lease_id
         join review_round r on r.id = d.round_id
       where l.reason is distinct from 'published' or l.epoch <> r.epoch) as "staleDecisions"`.execute(store.db);
  const faults = rows[0];
  if (!faults) throw new Error('the store returned no judgement');
  return faults;
}
