// The port behind which sandboxes run. It never owns the record: what should be, and for whom, is the store's.
import type { Duplex } from 'node:stream';
import type { SandboxId } from '../store/ids.ts';

export const runtimeNames = ['workspace', 'docker', 'ecs'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

export const sandboxPurposes = ['seat', 'pool', 'canary', 'check', 'review'] as const;
export type SandboxPurpose = (typeof sandboxPurposes)[number];

/** All that a runtime is told of a sandbox: no name, no e-mail, nothing that a user typed. */
export type SandboxSpec = {
  sandboxId: SandboxId;
  /** Counts up from 1 with each reset. */
  generation: number;
  purpose: SandboxPurpose;
  track: string;
  /** `sha256:…` of the sealed extract's manifest. */
  extractDigest: string;
  /** Absolute path of that extract on this machine; the sandbox may read it and never write it. */
  extractFolder: string;
  /** Files that a first start lays into the work folder; a later start leaves what the learner made of them. */
  startFiles: ReadonlyMap<string, Uint8Array>;
};

export type SandboxObservation =
  | { state: 'up'; generation: number }
  | { state: 'stopped'; generation: number }
  | { state: 'absent' }
  /** The runtime did not answer: unreachable is not gone. */
  | { state: 'unknown'; reason: string };

export type SandboxSighting = {
  sandboxId: SandboxId;
  generation: number;
  purpose: SandboxPurpose;
  state: 'up' | 'stopped';
};

export type WorkEntry =
  | { kind: 'file'; path: string; bytes: Uint8Array }
  | { kind: 'folder'; path: string; files: WorkFile[] };
export type WorkFile = { path: string; size: number };

/** What a plan may count on. Null: this runtime cannot say, and the plan says so. */
export type RuntimeCapacity =
  | { state: 'present'; freeDiskMiB: number | null; diskMiBPerSandbox: number }
  | { state: 'unknown'; reason: string };

/** Opens one connection to a service of ours. */
export type ServiceDoor = () => Promise<Duplex>;

/**
 * Every call may be repeated, and a repeat that finds its work done is no error. Calls about a sandbox that the runtime does not
 * have throw `not-found`, but for `inspect` (absent), `stop` and `destroy` (nothing to do).
 */
export interface SandboxRuntime {
  readonly name: RuntimeName;
  /** What has to answer inside before a sandbox is ready: tool → a path that answers 2xx once it does. Ready is not running. */
  readonly probes: ReadonlyMap<string, string>;
  /**
   * Brings the sandbox up. Throws `generation-outdated` when a newer generation is there; a newer one replaces an older one,
   * whose work is kept aside. Another extract at the same generation replaces the extract and leaves the work.
   */
  start(spec: SandboxSpec): Promise<void>;
  inspect(sandboxId: SandboxId): Promise<SandboxObservation>;
  /** Ends compute, keeps the work. */
  stop(sandboxId: SandboxId): Promise<void>;
  /** Ends compute and work, in any state. */
  destroy(sandboxId: SandboxId): Promise<void>;
  /** Every sandbox of this installation that the runtime has, answered by the runtime and never from memory. */
  list(): Promise<SandboxSighting[]>;
  /** A stream of bytes to a tool inside (HTTP is spoken over it). Throws `sandbox-not-up`; `not-found` for a tool it lacks. */
  connect(sandboxId: SandboxId, tool: string): Promise<Duplex>;
  /** Lets the sandbox reach one named service of ours over the same channel; offering again replaces the door. */
  offer(sandboxId: SandboxId, service: string, door: ServiceDoor): Promise<void>;
  /** A file, or a folder's files (recursive, sorted by path), of the work; `''` is the work itself. Works on a stopped sandbox too. */
  read(sandboxId: SandboxId, path: string): Promise<WorkEntry>;
  /** Writes one file of the work, making its folders. Throws `invalid-request` for a path that leaves the work. */
  write(sandboxId: SandboxId, path: string, bytes: Uint8Array): Promise<void>;
  inspectCapacity(): Promise<RuntimeCapacity>;
}

/** The runtimes of this process, as composed at its start. */
export type Runtimes = ReadonlyMap<RuntimeName, SandboxRuntime>;
