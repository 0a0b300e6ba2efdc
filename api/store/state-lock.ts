// Lets one process at a time use a state directory, and the next one in when that process has died.
import { randomBytes, randomInt } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { findProcessBirth } from './process-birth.ts';

const Claim = z.object({ host: z.string(), pid: z.int(), birth: z.string() });
/** Which process holds the lock, since when. */
export type Claim = z.infer<typeof Claim> & { file: string; since: Date };

export type StateLock = { release(): Promise<void> };

const prefix = 'lock.';

/**
 * Takes the lock, or returns the claim of the process that lives and holds it. Each process lays a claim of its own and only then
 * looks at the others, so of two that start at once each sees the other: both may step back, never do both go on. A claim whose
 * process has died (kill -9 included) is cleared away by whoever finds it.
 */
export async function takeStateLock(folder: string, clock: Clock): Promise<StateLock | { heldBy: Claim }> {
  const birth = findProcessBirth(process.pid) ?? '';
  const file = join(folder, `${prefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  for (let attempt = 1; ; attempt++) {
    await writeFile(`${file}.part`, JSON.stringify({ host: hostname(), pid: process.pid, birth }));
    // Under its name a claim is always whole.
    await rename(`${file}.part`, file);
    const heldBy = await findLivingClaim(folder, file);
    if (!heldBy) return { release: () => rm(file, { force: true }) };
    await rm(file);
    // It may be another one that is just looking, as we are: the pause decides between us.
    if (attempt === 4) return { heldBy };
    await clock.sleep(randomInt(20, 20 + 80 * attempt));
  }
}

async function findLivingClaim(folder: string, own: string): Promise<Claim | undefined> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (!name.startsWith(prefix) || name.endsWith('.part') || file === own) continue;
    const claim = await readClaim(file);
    if (!claim) continue;
    if (isAlive(claim)) return claim;
    await rm(file, { force: true });
  }
  return undefined;
}

async function readClaim(file: string): Promise<Claim | undefined> {
  try {
    const since = (await stat(file)).mtime;
    return { ...Claim.parse(JSON.parse(await readFile(file, 'utf8'))), file, since };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`expected a lock of Practicum in ${file}; remove it when no Practicum uses this folder`, {
      cause: error,
    });
  }
}

// Of a process on another host nothing can be known: it counts as alive, and the message names the file to remove.
function isAlive(claim: Claim): boolean {
  return claim.host !== hostname() || findProcessBirth(claim.pid) === claim.birth;
}
