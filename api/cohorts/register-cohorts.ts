// Ties the cohorts room to the events of earlier rooms; called once at composition.
import { sql } from 'kysely';
import type { CohortId } from '../store/ids.ts';
import type { Outbox } from '../store/outbox.ts';
import { finishClosing } from './close-cohort.ts';

/** A cohort that is closing is closed in the transaction in which its last sandbox goes. */
export function registerCohorts({ outbox }: { outbox: Outbox }): void {
  outbox.witness('sandbox.changed', async (tx, event) => {
    if (event.data['status'] !== 'gone') return;
    const { rows } = await sql<{ cohort_id: CohortId }>`
      select cohort_id from seat where sandbox_id = ${event.subject}`.execute(tx);
    const cohortId = rows[0]?.cohort_id;
    if (cohortId) await finishClosing(tx, outbox, { programmeId: event.programmeId, cohortId });
  });
}
