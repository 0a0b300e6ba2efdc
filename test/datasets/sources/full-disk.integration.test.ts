import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExtract } from '../../../datasets/extract.ts';
import { makeWorkplace, smallBank, smallBankPolicy } from '../small-bank.ts';

/** What nothing compresses, the same in every run. */
const noise = (seed: number, blocks: number) =>
  Array.from({ length: blocks }, (_, block) => createHash('sha256').update(`${seed} ${block}`).digest('base64')).join(
    '',
  );

it.for<[string, string, number]>([
  ['the sealed files do not fit', 'utf-8', 150],
  ['a file rewritten as UTF-8 does not fit', 'windows-1250', 40],
])('says that the disk is full where %s, and leaves nothing', async ([, encoding, sizeKiB], ctx) => {
  await using place = await makeWorkplace();
  const disk = join(place.dir, 'disk');
  await mkdir(disk);
  const [header = [], ...rows] = smallBank['transfers'] ?? [];
  await place.writeTable('transfers', [header, ...rows.map((row, at) => [...row.slice(0, -1), noise(at, 200)])]);
  await place.writePolicy(smallBankPolicy.replace('encoding: utf-8', `encoding: ${encoding}`));
  if (!mounted(disk, sizeKiB)) return ctx.skip('nobody but a privileged root can mount a small disk');
  try {
    const running = runExtract({
      policyPath: place.policyPath,
      source: place.source,
      keyPath: place.keyPath,
      outDir: join(disk, 'out'),
      allowUnsigned: true,
    });
    // mutant: let the file system's own error through.
    await expect(running).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/the disk is full; make room/),
    });
    expect(await readdir(disk)).toEqual([]);
  } finally {
    execFileSync('umount', [disk]);
  }
});

function mounted(disk: string, sizeKiB: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKiB}k`, 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
