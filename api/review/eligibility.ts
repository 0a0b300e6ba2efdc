// Who may review a round: a reviewer of its cohort and track who neither made the work nor stands in its author's line.
import { type RawBuilder, sql } from 'kysely';
import type { PersonId } from '../store/ids.ts';

/** A condition on `review_round r`. Whether people share a team is not asked: with few reviewers a track that would leave nobody. */
export function eligible(personId: PersonId): RawBuilder<boolean> {
  return sql<boolean>`
    exists (select 1 from cohorts_reviewer_view v
            where v.programme_id = r.programme_id and v.cohort_id = r.cohort_id and v.track = r.track
              and v.person_id = ${personId})
    and not exists (
      select 1 from submissions_author_view a
      left join people_person_view author on author.person_id = a.person_id
      left join people_person_view me on me.person_id = ${personId}
      where a.submission_id = r.submission_id
        and (a.person_id = ${personId} or author.manager_email = me.email or me.manager_email = author.email))`;
}
