// Paths inside the work folder: what a user may name, and never anything outside.
import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Problem } from '../../../problems.ts';
import { isAbsence } from './whole-file.ts';

const longestPath = 500;
const longestName = 200;

/** The absolute path of `path` inside `work`. Throws `invalid-request` when it does not stay inside by its letters alone. */
export function resolveWorkPath(work: string, path: string): string {
  const names = path.split('/');
  const refuse = (why: string) =>
    new Problem(
      'invalid-request',
      `Expected a path inside the work folder such as notes/answer.md; ${JSON.stringify(path.slice(0, 80))} ${why}.`,
    );
  if (path.length > longestPath) throw refuse(`is longer than ${longestPath} characters`);
  if (path.includes('\0') || path.includes('\\')) throw refuse('holds a character that no path may hold');
  for (const name of names) {
    if (name === '') throw refuse('is absolute or has an empty part');
    if (name === '.' || name === '..') throw refuse('leaves the folder');
    if (name.length > longestName) throw refuse(`has a name longer than ${longestName} characters`);
    // Our own files written aside end so; they are hidden, and nobody may take their names.
    if (name.endsWith('.part')) throw refuse('ends in .part, which is kept for files that are being written');
  }
  return join(work, ...names);
}

/** Throws `invalid-request` when a link on the way to `target` leads out of `work`, or `target` itself is a link. */
export async function assertNoEscape(work: string, target: string): Promise<void> {
  const home = await realpath(work);
  const existing = await realNearest(target);
  const inside = existing === home || existing.startsWith(home + sep);
  const link = await lstat(target).then(
    (entry) => entry.isSymbolicLink(),
    () => false,
  );
  if (inside && !link) return;
  throw new Problem(
    'invalid-request',
    'Expected a path inside the work folder; this one is a link that leads elsewhere.',
  );
}

/** The real path of the nearest ancestor that exists. */
async function realNearest(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isAbsence(error) || dirname(path) === path) throw error;
    return realNearest(dirname(path));
  }
}
