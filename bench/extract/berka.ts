// A real bank, small and in eight tables, against a plain copy of its files.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '../median.ts';
import { inDuckDb } from './plain-duckdb.ts';
import { timed, timedExtract } from './timed.ts';

const berka = join(import.meta.dirname, '../../../shared/data/berka');
const policyPath = join(import.meta.dirname, '../../tracks/policies/berka.yaml');

type BerkaFigures = { extractSeconds: number; copySeconds: number; rows: number };

/** Undefined where the files do not lie beside this clone. */
export async function measureBerka(folder: string, keyPath: string, turns: number): Promise<BerkaFigures | undefined> {
  if (!existsSync(berka)) return undefined;
  const [extracts, copies]: [number[], number[]] = [[], []];
  let rows = 0;
  // In turns, so that a machine that slows down slows both.
  for (let turn = 0; turn < turns; turn++) {
    copies.push((await timed(() => copyPlainly(join(folder, `copy ${turn}`)))).seconds);
    const outDir = join(folder, `berka ${turn}`);
    const { seconds, result } = await timed(() => timedExtract({ policyPath, source: berka, keyPath, outDir }));
    extracts.push(seconds);
    rows = result.rowsLoaded;
    await rm(outDir, { recursive: true });
  }
  return { extractSeconds: median(extracts), copySeconds: median(copies), rows };
}

/** What nobody can do without: every file read in its dialect and written as Parquet, nothing changed or checked. */
async function copyPlainly(dir: string): Promise<void> {
  await mkdir(dir);
  await inDuckDb(async (run) => {
    for (const file of await readdir(berka))
      await run(
        `COPY (FROM read_csv('${join(berka, file)}', delim=';', header=true, all_varchar=true)) TO '${join(dir, file)}.parquet' (FORMAT parquet, COMPRESSION zstd)`,
      );
  });
}
