// Reads and writes the files of a work folder within its limits.
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../../../problems.ts';
import type { WorkEntry, WorkFile } from '../../sandbox-runtime.ts';
import { codeOf, isAbsence, writeWhole } from './whole-file.ts';
import { assertNoEscape, resolveWorkPath } from './work-path.ts';

export const workLimits = { fileBytes: 25 * 1024 * 1024, files: 2_000, totalBytes: 250 * 1024 * 1024 } as const;

const mebibyte = 1024 * 1024;

/** A file, or a folder's files sorted by path; `''` is the work itself. Throws `not-found`, `invalid-request`, `too-large`. */
export async function readWork(work: string, path: string): Promise<WorkEntry> {
  const target = path === '' ? work : resolveWorkPath(work, path);
  await assertNoEscape(work, target);
  const entry = await stat(target).catch((error: unknown) => {
    throw isAbsence(error)
      ? new Problem('not-found', `There is no ${path} in the work folder.`, { cause: error })
      : error;
  });
  if (entry.isDirectory()) return { kind: 'folder', path, files: await listFiles(target, path) };
  if (entry.size > workLimits.fileBytes) throw tooLarge(path);
  return { kind: 'file', path, bytes: await readFile(target) };
}

/** Throws `invalid-request`, `too-large` for the file or for all files together. */
export async function writeWork(work: string, path: string, bytes: Uint8Array): Promise<void> {
  const target = resolveWorkPath(work, path);
  await assertNoEscape(work, target);
  if (bytes.byteLength > workLimits.fileBytes) throw tooLarge(path);
  const others = (await listFiles(work, '')).filter((file) => file.path !== path);
  const totalBytes = others.reduce((sum, file) => sum + file.size, bytes.byteLength);
  if (others.length >= workLimits.files || totalBytes > workLimits.totalBytes) {
    throw new Problem(
      'too-large',
      `The work folder holds at most ${workLimits.files} files and ${workLimits.totalBytes / mebibyte} MiB: remove something first.`,
    );
  }
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(target, bytes);
  } catch (error) {
    if (!['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(codeOf(error))) throw error;
    throw new Problem('invalid-request', `${path} cannot be a file: a folder or a file of that name is in the way.`, {
      cause: error,
    });
  }
}

async function listFiles(folder: string, path: string): Promise<WorkFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map(async (entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: join(path, file.slice(folder.length + 1)), size: (await stat(file)).size };
    });
  return (await Promise.all(files)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function tooLarge(path: string): Problem {
  return new Problem(
    'too-large',
    `${path} is larger than ${workLimits.fileBytes / mebibyte} MiB, the most that one file may have.`,
  );
}
