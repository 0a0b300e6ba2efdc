// Finds the files that a policy names, inside the source's folder and nowhere else.
import { glob, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { ExtractError } from '../extract-error.ts';
import { assertNoExtract } from './second-pass.ts';

/**
 * Files that match, as absolute paths in the order of their names. A pattern that names a file which is there means that
 * file, whatever characters it has. Throws ExtractError `bad-source` for a path out of the folder, through a link too.
 */
export async function filesInside(folder: string, pattern: string): Promise<string[]> {
  const root = resolve(folder);
  if (!resolve(root, pattern).startsWith(root + sep)) throw outside(pattern);
  const exact = join(root, pattern);
  const found = (await isFile(exact)) ? [exact] : await matching(root, pattern);
  const realRoot = await realpath(root);
  for (const file of found) if (!(await realpath(file)).startsWith(realRoot + sep)) throw outside(pattern);
  for (const place of new Set(found.map((file) => dirname(file)))) await assertNoExtract(place);
  return found;
}

async function matching(root: string, pattern: string): Promise<string[]> {
  if (!/[*?[{]/.test(pattern)) return [];
  const names: string[] = [];
  for await (const name of glob(pattern, { cwd: root })) names.push(name);
  const files: string[] = [];
  for (const name of names.sort()) if (await isFile(join(root, name))) files.push(join(root, name));
  return files;
}

const outside = (pattern: string) =>
  new ExtractError('bad-source', `expected a file inside the source folder, got ${pattern}, which leads out of it`);

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new ExtractError('bad-source', `expected to read ${path}, got ${error.code}`, { cause: error });
  });
  return found?.isFile() ?? false;
}
