// How fast a real bank becomes a sealed extract, against a plain DuckDB copy of the same files in the same run.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createKeyFile, runExtract } from '../../datasets/extract.ts';
import type { Findings } from '../measurement.ts';
import { median } from '../median.ts';

const runs = 7;
const berka = join(import.meta.dirname, '../../../shared/data/berka');
const policyPath = join(import.meta.dirname, '../../tracks/policies/berka.yaml');

/** The extract draws nothing at random but its key: the seed names no run. */
const seed = 0;

/** Figures: median seconds from policy to sealed folder, rows read a second, the same for the copy, and how many copies one extract costs. */
export async function run(): Promise<Findings> {
  if (!existsSync(berka)) {
    const figures = {
      berkaSeconds: null,
      berkaRows: null,
      berkaRowsPerSecond: null,
      copySeconds: null,
      extractOverCopy: null,
    };
    return { seed, figures, notes: { berkaSeconds: 'no ../shared/data/berka beside this clone' } };
  }
  const folder = await mkdtemp(join(tmpdir(), 'practicum-bench-extract-'));
  try {
    const keyPath = join(folder, 'key');
    await createKeyFile(keyPath);
    const extracts: number[] = [];
    const copies: number[] = [];
    let rows = 0;
    // In turns, so that a machine that slows down slows both.
    for (let turn = 0; turn < runs; turn++) {
      const copied = await timed(() => copyPlainly(join(folder, `copy ${turn}`)));
      const extracted = await timed(() => extract(keyPath, join(folder, `extract ${turn}`)));
      copies.push(copied.seconds);
      extracts.push(extracted.seconds);
      rows = extracted.result;
      console.error(
        `extract: ${rows} rows, ${extracted.seconds.toFixed(2)} s, plain copy ${copied.seconds.toFixed(2)} s`,
      );
    }
    const seconds = median(extracts);
    return {
      seed,
      figures: {
        berkaSeconds: round(seconds),
        berkaRows: rows,
        berkaRowsPerSecond: Math.round(rows / seconds),
        copySeconds: round(median(copies)),
        extractOverCopy: round(seconds / median(copies)),
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000;

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1000, result };
}

/** Answers the rows that were read. */
async function extract(keyPath: string, outDir: string): Promise<number> {
  let rows = 0;
  const onProgress = (progress: { stage: string; rows?: number }) => {
    if (progress.stage === 'load') rows += progress.rows ?? 0;
  };
  const outcome = await runExtract({ policyPath, source: berka, keyPath, outDir, allowUnsigned: true, onProgress });
  if (outcome.verdict === 'closed') throw new Error('expected an open gate, got a closed one: nothing to measure');
  return rows;
}

/** What nobody can do without: every file read in its dialect and written as Parquet, nothing changed or checked. */
async function copyPlainly(dir: string): Promise<void> {
  await mkdir(dir);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    for (const file of await readdir(berka))
      await connection.run(
        `COPY (FROM read_csv('${join(berka, file)}', delim=';', header=true, all_varchar=true)) TO '${join(dir, file)}.parquet' (FORMAT parquet, COMPRESSION zstd)`,
      );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
