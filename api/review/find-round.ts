// Finds one round with its clock, its rubric and, once it has been decided, its decision.
import { type Kysely, sql } from 'kysely';
import type { Level, Rubric } from '../../tracks/use-case.ts';
import { Problem } from '../problems.ts';
import type { PersonId, ProgrammeId } from '../store/ids.ts';
import type { NoTables } from '../store/store.ts';
import { listAuthors } from '../submissions/find-submission.ts';
import { getPinnedRubric } from '../submissions/pinned-rubric.ts';
import type { Round, RoundId, Verdict } from './round.ts';
import { roundColumns } from './round-columns.ts';

export const clockStates = ['running', 'met', 'breached', 'voided'] as const;

export type Decision = {
  verdict: Verdict;
  comment: string;
  reason: string | null;
  publishedAt: Date;
  onTime: boolean;
  levels: { criterion: string; level: Level; evidence: string; comment: string | null }[];
};

export type RoundView = Round & {
  /** As it follows from instants, whatever the sweep has written by now. */
  clock: (typeof clockStates)[number];
  rubric: Rubric;
  decision: Decision | null;
};

type Row = Round & {
  clock: RoundView['clock'];
  decision: (Omit<Decision, 'publishedAt'> & { publishedAt: string }) | null;
};

/** Throws `not-found`. */
export async function getRound(db: Kysely<NoTables>, programmeId: ProgrammeId, roundId: RoundId): Promise<RoundView> {
  const { rows } = await sql<Row>`
    select ${roundColumns},
           case when exists (select 1 from review_breach_view b where b.round_id = r.id) then 'breached'
                else coalesce((select e.kind from review_clock_event e where e.round_id = r.id and e.kind in ('met', 'voided')),
                              'running') end as clock,
           (select jsonb_build_object('verdict', d.verdict, 'comment', d.comment, 'reason', d.reason,
                     'publishedAt', d.published_at, 'onTime', d.on_time,
                     'levels', coalesce((select jsonb_agg(jsonb_build_object('criterion', v.criterion, 'level', v.level,
                                  'evidence', v.evidence, 'comment', v.comment) order by v.position)
                                from review_decision_level v where v.decision_id = d.id), '[]'))
            from review_decision d where d.round_id = r.id) as decision
    from review_round r where r.id = ${roundId} and r.programme_id = ${programmeId}`.execute(db);
  const row = rows[0];
  if (!row) throw new Problem('not-found', `There is no round ${roundId} here.`);
  const rubric = await getPinnedRubric(db, row.rubricDigest);
  const decision = row.decision && { ...row.decision, publishedAt: new Date(row.decision.publishedAt) };
  return { ...row, rubric, decision };
}

/** Whose work the round is about. Throws `not-found`. */
export async function listRoundAuthors(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  roundId: RoundId,
): Promise<PersonId[]> {
  const { submissionId } = await getRound(db, programmeId, roundId);
  return listAuthors(db, programmeId, submissionId);
}

/** Who holds or has held a lease of the round. Throws `not-found`. */
export async function listRoundReviewers(
  db: Kysely<NoTables>,
  programmeId: ProgrammeId,
  roundId: RoundId,
): Promise<PersonId[]> {
  const { rows } = await sql<{ reviewer_id: PersonId | null }>`
    select l.reviewer_id from review_round r left join review_lease l on l.round_id = r.id
    where r.id = ${roundId} and r.programme_id = ${programmeId}`.execute(db);
  if (rows.length === 0) throw new Problem('not-found', `There is no round ${roundId} here.`);
  return rows.flatMap((row) => (row.reviewer_id === null ? [] : [row.reviewer_id]));
}
