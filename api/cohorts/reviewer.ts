// Who reviews which tracks of a cohort.
import { type Kysely, sql } from 'kysely';
import type { TrackName } from '../../tracks/track.ts';
import type { CohortId, PersonId, ProgrammeId } from '../store/ids.ts';
import type { NoTables } from '../store/store.ts';

/** Whether the manifest names this person as a reviewer of the track. `db` may be a transaction; SQL may join cohorts_reviewer_view. */
export async function isReviewerOf(
  db: Kysely<NoTables>,
  asked: { programmeId: ProgrammeId; cohortId: CohortId; track: TrackName; personId: PersonId },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from cohorts_reviewer_view
    where programme_id = ${asked.programmeId} and cohort_id = ${asked.cohortId} and track = ${asked.track}
      and person_id = ${asked.personId}`.execute(db);
  return rows.length > 0;
}
