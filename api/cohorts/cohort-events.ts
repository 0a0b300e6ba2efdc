// Which events of a programme are about one cohort.
import { type CohortId, findId } from '../store/ids.ts';
import type { RecordedEvent } from '../store/outbox.ts';

/**
 * A predicate for one stream of events, read in order. Events of a sandbox do not name a cohort; `sandboxIds` are those of its
 * seats so far, and seats that are added later make theirs known by the event that adds them.
 */
export function cohortEvents(cohortId: CohortId, sandboxIds: Iterable<string>): (event: RecordedEvent) => boolean {
  const known = new Set(sandboxIds);
  return (event) => {
    if (event.subject === cohortId) return true;
    if (event.data['cohortId'] === cohortId) {
      const sandboxId = event.data['sandboxId'];
      if (typeof sandboxId === 'string' && findId('sandbox', sandboxId)) known.add(sandboxId);
      // Seats only: what is submitted and reviewed is told to those who may read it.
      return event.type.startsWith('seat.');
    }
    return event.type === 'sandbox.changed' && known.has(event.subject);
  };
}
