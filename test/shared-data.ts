// Finds the public data sets that lie beside the repository; an ordinary clone has none.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'shared', 'data');

/** Path of a file or folder of the data sets, or undefined where this clone has no data sets beside it. */
export function sharedData(...parts: string[]): string | undefined {
  const path = join(folder, ...parts);
  return existsSync(path) ? path : undefined;
}
