// The project's own source, read once for all rules.
import { join } from 'node:path';
import { readSourceTree } from './source-tree.ts';

export const PROJECT = readSourceTree(join(import.meta.dirname, '..', '..'));
