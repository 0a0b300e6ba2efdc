// What the sandboxes room is composed with.
import type { Clock } from '../clock.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import type { Runtimes } from './sandbox-runtime.ts';

export type SandboxDeps = {
  store: Store;
  outbox: Outbox;
  clock: Clock;
  /** Only those that this process can reach; a sandbox of another one waits for a process that can. */
  runtimes: Runtimes;
  /** Absolute path of a registered extract on this machine, fetched and verified when it is not there yet. */
  extractFolderOf: (digest: string) => Promise<string>;
};
