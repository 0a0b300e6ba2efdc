// How fast the production-like bank is generated.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateBank } from '../../datasets/bank/generate-bank.ts';
import type { Findings } from '../measurement.ts';
import { median } from '../median.ts';

const SEED = 7;
const RUNS = 5;

/** Figures: the demonstration's size in milliseconds, a large bank in rows a second; medians. `full` makes the large one ten times larger. */
export async function run({ full }: { full: boolean }): Promise<Findings> {
  const demonstration = await measure(3_000, RUNS);
  const large = await measure(full ? 1_000_000 : 100_000, full ? 1 : 3);
  return {
    seed: SEED,
    figures: {
      demonstrationMilliseconds: Math.round(demonstration.milliseconds),
      demonstrationRows: demonstration.rows,
      largeSeconds: Math.round(large.milliseconds) / 1000,
      largeRows: large.rows,
      largeRowsPerSecond: Math.round((large.rows / large.milliseconds) * 1000),
    },
  };
}

async function measure(customers: number, runs: number): Promise<{ rows: number; milliseconds: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'practicum-bench-bank-'));
  try {
    const times: number[] = [];
    let rows = 0;
    for (let turn = 0; turn < runs; turn++) {
      const started = performance.now();
      const { tables } = await generateBank({ dir: join(folder, String(turn)), customers, seed: SEED });
      times.push(performance.now() - started);
      rows = tables.reduce((sum, table) => sum + table.rows, 0);
      console.error(`bank: ${customers} customers, ${rows} rows, ${Math.round(times.at(-1) ?? 0)} ms`);
    }
    return { rows, milliseconds: median(times) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
