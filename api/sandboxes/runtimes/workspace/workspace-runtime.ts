// The embedded runtime: a folder per sandbox, with tools that run no code of the learner's. Needs nothing but Node.
import { readdir, statfs } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { Problem } from '../../../problems.ts';
import { findId, type SandboxId } from '../../../store/ids.ts';
import type {
  RuntimeCapacity,
  SandboxObservation,
  SandboxRuntime,
  SandboxSighting,
  SandboxSpec,
  ServiceDoor,
  WorkEntry,
} from '../../sandbox-runtime.ts';
import { SandboxFolder, type SandboxMark } from './sandbox-folder.ts';
import { SqlEngine } from './sql-engine.ts';
import { ToolServer } from './tool-server.ts';
import { readWork, workLimits, writeWork } from './work-files.ts';
import { assertRootHere, type WorkspaceRoot } from './workspace-root.ts';

const mebibyte = 1024 * 1024;

export class WorkspaceRuntime implements SandboxRuntime, AsyncDisposable {
  readonly name = 'workspace';
  readonly probes: ReadonlyMap<string, string> = new Map([['sql', '/healthz']]);
  readonly #root: WorkspaceRoot;
  readonly #engine = new SqlEngine();
  readonly #server: ToolServer;

  constructor(root: WorkspaceRoot) {
    this.#root = root;
    this.#server = new ToolServer(this.#engine, async (sandboxId) => {
      const mark = await this.#findMark(sandboxId);
      return mark?.state === 'up' ? mark : undefined;
    });
  }

  async start(spec: SandboxSpec): Promise<void> {
    await assertRootHere(this.#root);
    const folder = this.#folderOf(spec.sandboxId);
    const mark: SandboxMark = {
      installationId: this.#root.installationId,
      sandboxId: spec.sandboxId,
      generation: spec.generation,
      purpose: spec.purpose,
      track: spec.track,
      state: 'up',
      extractDigest: spec.extractDigest,
      extractFolder: spec.extractFolder,
    };
    const present = await this.#findMark(spec.sandboxId);
    if (!present && (await folder.create(mark, spec.startFiles))) return;
    // Where the name was taken in the meantime, another process was first: go on from what it made.
    const generation = present?.generation ?? (await this.#getMark(spec.sandboxId)).generation;
    if (generation > spec.generation) {
      throw new Problem(
        'generation-outdated',
        `${spec.sandboxId} is at generation ${generation}; ${spec.generation} is older and was not started.`,
      );
    }
    if (generation < spec.generation) {
      await folder.addGeneration(spec.generation, spec.startFiles);
      this.#server.disconnect(spec.sandboxId);
    }
    await folder.writeMark(mark);
  }

  async inspect(sandboxId: SandboxId): Promise<SandboxObservation> {
    try {
      await assertRootHere(this.#root);
      const mark = await this.#findMark(sandboxId);
      return mark ? { state: mark.state, generation: mark.generation } : { state: 'absent' };
    } catch (error) {
      return { state: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async stop(sandboxId: SandboxId): Promise<void> {
    await assertRootHere(this.#root);
    const mark = await this.#findMark(sandboxId);
    if (mark?.state === 'up') await this.#folderOf(sandboxId).writeMark({ ...mark, state: 'stopped' });
    this.#server.disconnect(sandboxId);
  }

  async destroy(sandboxId: SandboxId): Promise<void> {
    await assertRootHere(this.#root);
    // A folder of another installation is not ours to touch, whatever its name.
    await this.#findMark(sandboxId);
    this.#server.disconnect(sandboxId);
    await this.#folderOf(sandboxId).remove();
  }

  async list(): Promise<SandboxSighting[]> {
    await assertRootHere(this.#root);
    const sightings: SandboxSighting[] = [];
    for (const name of await readdir(this.#root.folder)) {
      const sandboxId = findId('sandbox', name);
      const mark = sandboxId && (await this.#folderOf(sandboxId).readMark());
      if (mark?.installationId !== this.#root.installationId) continue;
      const { generation, purpose, state } = mark;
      sightings.push({ sandboxId: mark.sandboxId, generation, purpose, state });
    }
    return sightings;
  }

  async connect(sandboxId: SandboxId, tool: string): Promise<Duplex> {
    const mark = await this.#getMark(sandboxId);
    if (mark.state !== 'up') throw new Problem('sandbox-not-up', `${sandboxId} is stopped: start it first.`);
    if (tool !== 'sql') throw new Problem('not-found', `This sandbox has the tool sql and no ${tool.slice(0, 40)}.`);
    return this.#server.open(sandboxId);
  }

  async offer(sandboxId: SandboxId, service: string, door: ServiceDoor): Promise<void> {
    await this.#getMark(sandboxId);
    this.#server.offer(sandboxId, service, door);
  }

  async read(sandboxId: SandboxId, path: string): Promise<WorkEntry> {
    const mark = await this.#getMark(sandboxId);
    return readWork(this.#folderOf(sandboxId).workOf(mark.generation), path);
  }

  async write(sandboxId: SandboxId, path: string, bytes: Uint8Array): Promise<void> {
    const mark = await this.#getMark(sandboxId);
    await writeWork(this.#folderOf(sandboxId).workOf(mark.generation), path, bytes);
  }

  async inspectCapacity(): Promise<RuntimeCapacity> {
    try {
      await assertRootHere(this.#root);
      const disk = await statfs(this.#root.folder);
      return {
        state: 'present',
        freeDiskMiB: Math.floor((disk.bavail * disk.bsize) / mebibyte),
        diskMiBPerSandbox: Math.ceil(workLimits.totalBytes / mebibyte / 10),
      };
    } catch (error) {
      return { state: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    await this.#engine[Symbol.asyncDispose]();
  }

  #folderOf(sandboxId: SandboxId): SandboxFolder {
    return new SandboxFolder(this.#root.folder, sandboxId);
  }

  async #findMark(sandboxId: SandboxId): Promise<SandboxMark | undefined> {
    const mark = await this.#folderOf(sandboxId).readMark();
    if (mark && mark.installationId !== this.#root.installationId) {
      throw new Problem(
        'runtime-absent',
        `The folder of ${sandboxId} belongs to another installation and is not touched.`,
      );
    }
    return mark;
  }

  async #getMark(sandboxId: SandboxId): Promise<SandboxMark> {
    await assertRootHere(this.#root);
    const mark = await this.#findMark(sandboxId);
    if (mark) return mark;
    throw new Problem('not-found', `The runtime has no sandbox ${sandboxId}.`);
  }
}
