// Ties the outcomes room to what happens in earlier rooms; called once at composition, after registerReview.
import type { Outbox } from '../store/outbox.ts';
import { outcomeTypes, recordOutcome } from './outcome-event.ts';

export function registerOutcomes({ outbox }: { outbox: Outbox }): void {
  for (const type of outcomeTypes) outbox.witness(type, (tx, event) => recordOutcome(tx, type, event));
}
