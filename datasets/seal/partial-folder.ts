// The hidden folder in which an extract is made, and what a killed run left of one.
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const prefixOf = (outDir: string) => `.${basename(outDir)}.partial-`;

/** Beside the extract, named for this process: whether its maker still lives can be told from the name. */
export const partialPath = (outDir: string): string =>
  join(dirname(outDir), `${prefixOf(outDir)}${process.pid}-${randomUUID()}`);

/** Rows of the source may lie in what a killed run left: the next run for the same extract takes it away. */
export async function removeLeftovers(outDir: string): Promise<void> {
  const prefix = prefixOf(outDir);
  for (const name of await readdir(dirname(outDir))) {
    const pid = Number(/^\d+(?=-)/.exec(name.slice(prefix.length))?.[0]);
    if (name.startsWith(prefix) && pid > 0 && !isAlive(pid))
      await rm(join(dirname(outDir), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
