// Ties the review room to sealed submissions; called once at composition.
import { openRound } from './open-round.ts';
import type { ReviewDeps } from './review-deps.ts';

export function registerReview({ outbox }: Pick<ReviewDeps, 'outbox'>): void {
  outbox.witness('submission.sealed', (tx, event) => openRound(tx, outbox, event));
}
