// How time and memory grow with the rows, at one memory limit: one process per size, so that each has a peak of its own.
import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createKeyFile } from '../../datasets/extract.ts';
import { writePeople } from './keyed-people.ts';
import { timed, timedExtract } from './timed.ts';

const sizes = [5_000_000, 15_000_000, 50_000_000];
/** For the engine; what the process needs beside it comes on top, up to the 4 GiB that are promised. */
export const memoryMiB = 2048;

type Size = { rows: number; seconds: number; peakMemoryMiB: number };

/** The engine starts no process of its own: the peak of the one that runs it is that of the whole tree. */
export async function measureGrowth(
  folder: string,
): Promise<{ growthExponent: number; peakMemoryMiB: number; measured: Size[] }> {
  const measured: Size[] = [];
  for (const rows of sizes) {
    const place = join(folder, `${rows} people`);
    await mkdir(place);
    await writePeople(place, rows);
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, place, String(rows)]);
    measured.push(JSON.parse(stdout));
    console.error(`extract: ${stdout.trim()}`);
    await rm(place, { recursive: true });
  }
  return {
    growthExponent: slope(measured),
    peakMemoryMiB: Math.max(...measured.map((each) => each.peakMemoryMiB)),
    measured,
  };
}

/** Of the line that fits the logarithms best (least squares). */
function slope(measured: readonly Size[]): number {
  const points = measured.map(({ rows, seconds }) => [Math.log(rows), Math.log(seconds)] as const);
  const mean = (position: 0 | 1) => points.reduce((sum, point) => sum + point[position], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const products = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return products / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

if (import.meta.main) {
  const [place = '', rows = ''] = process.argv.slice(2);
  const keyPath = join(place, 'key');
  await createKeyFile(keyPath);
  const { seconds } = await timed(() =>
    timedExtract({
      policyPath: join(place, 'people.yaml'),
      source: place,
      keyPath,
      outDir: join(place, 'out'),
      memoryMiB,
    }),
  );
  const peakMemoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ rows: Number(rows), seconds, peakMemoryMiB }));
}
