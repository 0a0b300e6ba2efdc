// Where the workspaces of an installation lie: agreed in the store, so that every process over it uses the same folder.
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../../../problems.ts';
import { newId } from '../../../store/ids.ts';
import { agreeOnSetting } from '../../../store/settings.ts';
import type { Store } from '../../../store/store.ts';
import { readJson, writeJson } from './whole-file.ts';

const RootMark = z.object({ token: z.string() });

export type WorkspaceRoot = { folder: string; token: string; installationId: string };

/**
 * The root of this installation: `folder` when this process is the first to ask, else what the first one agreed on. The folder's
 * mark holds a random token, so that a folder of the same name on another machine is not taken for it, and one that was moved is
 * recognized.
 */
export async function agreeOnWorkspaceRoot(store: Store, folder: string): Promise<WorkspaceRoot> {
  await mkdir(folder, { recursive: true });
  // The mark is on disk before anyone can agree on it: a crash in between leaves a mark that nobody asks for.
  const token = await markFolder(folder);
  const agreed = await agreeOnSetting(store, 'workspace-root', () => ({ folder, token }));
  const installation = await agreeOnSetting(store, 'installation', () => ({ id: newId('installation') }));
  return {
    folder: agreed.token === token ? folder : agreed.folder,
    token: agreed.token,
    installationId: installation.id,
  };
}

async function markFolder(folder: string): Promise<string> {
  const path = join(folder, 'root.json');
  const mark = await readJson(path, RootMark);
  if (mark) return mark.token;
  await writeJson(path, { token: randomBytes(16).toString('hex') }, { keepFirst: true });
  const written = await readJson(path, RootMark);
  if (!written) throw new Error(`${path} vanished while it was written`);
  return written.token;
}

/** Throws `runtime-absent` when the agreed root is not on this machine. */
export async function assertRootHere(root: WorkspaceRoot): Promise<void> {
  const mark = await readJson(join(root.folder, 'root.json'), RootMark);
  if (mark?.token === root.token) return;
  throw new Problem(
    'runtime-absent',
    `The workspaces of this installation lie in ${root.folder} on another machine: start a process there, or mount that folder here.`,
  );
}
