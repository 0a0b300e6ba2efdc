// The project's source as data: paths and texts, so that a rule runs on the real tree and on an invented one alike.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix } from 'node:path';

/** Text by path, relative to the root with forward slashes. */
export type SourceTree = ReadonlyMap<string, string>;

const FOLDERS = ['api', 'bench', 'datasets', 'infra', 'sandbox-images', 'test', 'tracks', 'web'];
const SKIPPED = new Set(['node_modules', 'results', '__snapshots__', '__pycache__', 'dist']);
const TEXTS = new Set(['.ts', '.tsx', '.js', '.sql', '.py', '.sh', '.css', '.html', '.json', '.yaml', '.md', '']);

export function readSourceTree(root: string): SourceTree {
  const tree = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) visit(path);
      if (entry.isFile()) tree.set(path, TEXTS.has(extname(entry.name)) ? readFileSync(join(root, path), 'utf8') : '');
    }
  };
  const present = new Set(readdirSync(root));
  for (const folder of FOLDERS) if (present.has(folder)) visit(folder);
  return tree;
}

/** An invented tree, for the proof that a rule bites. */
export const inventedTree = (files: Record<string, string>): SourceTree => new Map(Object.entries(files));

export const isScript = (path: string) => /\.(ts|tsx|js)$/.test(path);
