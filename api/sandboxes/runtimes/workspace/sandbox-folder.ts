// The folder of one sandbox: its mark, and the work of each generation beside those before it.
//
//   <root>/<sandboxId>/sandbox.json           whose it is, which generation counts, whether it is up
//   <root>/<sandboxId>/generation-<n>/        the work; older generations stay where they were
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { idPattern, type SandboxId } from '../../../store/ids.ts';
import { findProcessBirth } from '../../../store/process-birth.ts';
import { type SandboxSpec, sandboxPurposes } from '../../sandbox-runtime.ts';
import { codeOf, isAbsence, readJson, writeJson, writeWhole } from './whole-file.ts';
import { resolveWorkPath } from './work-path.ts';

const SandboxMark = z.object({
  installationId: z.string(),
  sandboxId: z.custom<SandboxId>((value) => typeof value === 'string' && idPattern('sandbox').test(value)),
  generation: z.int().min(1),
  purpose: z.enum(sandboxPurposes),
  track: z.string(),
  state: z.enum(['up', 'stopped']),
  extractDigest: z.string(),
  extractFolder: z.string(),
});
export type SandboxMark = z.infer<typeof SandboxMark>;

export class SandboxFolder {
  readonly #root: string;
  readonly #sandboxId: SandboxId;
  readonly #folder: string;

  constructor(root: string, sandboxId: SandboxId) {
    // An id reaches the file system here, so it is checked here, whoever called.
    if (!idPattern('sandbox').test(sandboxId)) throw new TypeError(`expected an id such as sbx_…, got ${sandboxId}`);
    this.#root = root;
    this.#sandboxId = sandboxId;
    this.#folder = join(root, sandboxId);
  }

  readMark(): Promise<SandboxMark | undefined> {
    return readJson(join(this.#folder, 'sandbox.json'), SandboxMark);
  }

  writeMark(mark: SandboxMark): Promise<void> {
    return writeJson(join(this.#folder, 'sandbox.json'), mark);
  }

  workOf(generation: number): string {
    return join(this.#folder, `generation-${generation}`);
  }

  /** Makes the whole sandbox aside and gives it its name in one step. False: another process was first. */
  create(mark: SandboxMark, startFiles: SandboxSpec['startFiles']): Promise<boolean> {
    return this.#makeAside(this.#folder, async (aside) => {
      await layWork(join(aside, `generation-${mark.generation}`), startFiles);
      await writeJson(join(aside, 'sandbox.json'), mark);
    });
  }

  /** Lays the work of a newer generation beside the older ones; it counts once the mark names it. */
  async addGeneration(generation: number, startFiles: SandboxSpec['startFiles']): Promise<void> {
    await this.#makeAside(this.workOf(generation), (aside) => layWork(aside, startFiles));
  }

  /** The mark goes last but one: what is half removed is still listed, and so removed again. */
  async remove(): Promise<void> {
    const entries = await readdir(this.#folder).catch((error: unknown) => {
      if (isAbsence(error)) return [];
      throw error;
    });
    for (const entry of entries) {
      if (entry !== 'sandbox.json') await rm(join(this.#folder, entry), { recursive: true, force: true });
    }
    await rm(this.#folder, { recursive: true, force: true });
    await this.#clearAbandoned();
  }

  async #makeAside(name: string, lay: (aside: string) => Promise<void>): Promise<boolean> {
    const aside = join(this.#root, 'aside', `${this.#sandboxId}.${process.pid}.${randomBytes(6).toString('hex')}`);
    await mkdir(aside, { recursive: true });
    try {
      await lay(aside);
      return await renameIfFree(aside, name);
    } finally {
      await rm(aside, { recursive: true, force: true });
      await this.#clearAbandoned();
    }
  }

  /** Removes what a process that died left half made; what a living one is making is its own to name or to remove. */
  async #clearAbandoned(): Promise<void> {
    const aside = join(this.#root, 'aside');
    const left = await readdir(aside).catch((error: unknown) => {
      if (isAbsence(error)) return [];
      throw error;
    });
    for (const name of left) {
      const [sandboxId, pid] = name.split('.');
      if (sandboxId !== this.#sandboxId || findProcessBirth(Number(pid)) !== undefined) continue;
      await rm(join(aside, name), { recursive: true, force: true });
    }
  }
}

async function layWork(folder: string, startFiles: SandboxSpec['startFiles']): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, bytes] of startFiles) {
    const target = resolveWorkPath(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(target, bytes);
  }
}

async function renameIfFree(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    // Only an empty folder gives way to a rename, and none of ours is empty.
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
