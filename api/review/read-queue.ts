// The review queue as one person may see it: what is open, most urgent first, and never whose work it is.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TrackName } from '../../tracks/track.ts';
import { findReach } from '../people/permissions.ts';
import type { Actor } from '../people/route-access.ts';
import { type PageQuery, pageToken, parsePageToken } from '../store/page-token.ts';
import type { NoTables } from '../store/store.ts';
import { eligible } from './eligibility.ts';
import type { RoundId } from './round.ts';

export type QueueItem = {
  roundId: RoundId;
  track: TrackName;
  task: string;
  round: number;
  /** An expired lease counts as waiting: the next claim may take it. */
  state: 'waiting' | 'leased';
  submittedAt: Date;
  dueAt: Date;
  overdue: boolean;
  /** Held by whoever asks. */
  mine: boolean;
};

export type QueueCounts = { waiting: number; leased: number; overdue: number };

export type QueueWish = { track?: TrackName | undefined };

/**
 * A reviewer sees what they may claim; a learner their own open rounds; who leads the programme all of them. Ordered by due date:
 * the first is what the next claim gives.
 */
export async function readQueue(
  db: Kysely<NoTables>,
  actor: Actor,
  wish: QueueWish,
  page: PageQuery,
): Promise<{ counts: QueueCounts; items: QueueItem[]; nextPageToken?: string }> {
  const [due, id] = parsePageToken(page.pageToken, z.tuple([z.iso.datetime(), z.string()])) ?? ['-infinity', ''];
  const track = wish.track ?? null;
  const open = sql`
    from review_round r cross join now left join review_lease l on l.id = r.lease_id
    where r.programme_id = ${actor.programmeId} and r.state in ('waiting', 'leased')
      and (${track}::text is null or r.track = ${track}) and ${visibleTo(actor)}`;
  const counts = await sql<QueueCounts>`
    with now as materialized (select clock_now() as at)
    select count(*) filter (where not ${live})::int as waiting, count(*) filter (where ${live})::int as leased,
           count(*) filter (where r.due_at < now.at)::int as overdue
    ${open}`.execute(db);
  const { rows } = await sql<QueueItem>`
    with now as materialized (select clock_now() as at)
    select r.id as "roundId", r.track, r.task, r.number as round, case when ${live} then 'leased' else 'waiting' end as state,
           r.submitted_at as "submittedAt", r.due_at as "dueAt", r.due_at < now.at as overdue,
           coalesce(${live} and l.reviewer_id = ${actor.personId}, false) as mine
    ${open} and (r.due_at, r.id) > (${due}::timestamptz, ${id})
    order by r.due_at, r.id limit ${page.pageSize + 1}`.execute(db);
  const items = rows.slice(0, page.pageSize);
  const last = items.at(-1);
  const answer = { counts: counts.rows[0] ?? { waiting: 0, leased: 0, overdue: 0 }, items };
  if (rows.length <= items.length || !last) return answer;
  return { ...answer, nextPageToken: pageToken([last.dueAt.toISOString(), last.roundId]) };
}

const live = sql<boolean>`(r.state = 'leased' and r.lease_expires_at > now.at)`;

function visibleTo({ roles, personId }: Actor): RawBuilder<boolean> {
  const leads = roles.some((role) => role !== 'reviewer' && findReach([role], 'review.read') === 'any');
  if (leads) return sql<boolean>`true`;
  if (roles.includes('reviewer')) return sql<boolean>`(${eligible(personId)})`;
  return sql<boolean>`exists (select 1 from submissions_author_view a
    where a.submission_id = r.submission_id and a.person_id = ${personId})`;
}
