// What the submissions room is composed with.
import type { UseCase } from '../../tracks/use-case.ts';
import type { RuntimeName, SandboxRuntime } from '../sandboxes/sandbox-runtime.ts';
import type { BlobStore } from '../store/blobs.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';

export type SubmissionDeps = {
  store: Store;
  outbox: Outbox;
  blobs: BlobStore;
  /** Only `read` is asked of them: a deliverable is taken from where the learner made it. */
  runtimes: ReadonlyMap<RuntimeName, Pick<SandboxRuntime, 'read'>>;
  /** Such as tracks' `getUseCase`. Throws when there is none of that key. */
  getUseCase: (key: string) => Promise<UseCase>;
};
