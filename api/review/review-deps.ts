// What the review room is composed with.
import type { Outbox } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';

export type ReviewDeps = { store: Store; outbox: Outbox };
