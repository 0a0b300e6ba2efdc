// How long a first start takes: until its page answers, until all twelve sandboxes of the demonstration are ready.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../test/started-server.ts';
import type { Findings } from '../measurement.ts';
import { median } from '../median.ts';

const runs = 5;

export async function run(): Promise<Findings> {
  const pages: number[] = [];
  const demonstrations: number[] = [];
  const returns: number[] = [];
  for (let round = 0; round < runs; round++) {
    const state = await mkdtemp(join(tmpdir(), 'practicum-bench-start-'));
    try {
      const first = await measureStart(state);
      pages.push(first.pageSeconds);
      demonstrations.push(first.linksSeconds);
      returns.push((await measureStart(state)).linksSeconds);
    } finally {
      await rm(state, { recursive: true, force: true });
    }
  }
  return {
    // The demonstration's own key is random: no seed decides what is measured.
    seed: 0,
    figures: {
      pageSeconds: rounded(pages),
      demonstrationSeconds: rounded(demonstrations),
      secondStartSeconds: rounded(returns),
    },
  };
}

const rounded = (seconds: number[]) => Math.round(median(seconds) * 1000) / 1000;

async function measureStart(state: string): Promise<{ pageSeconds: number; linksSeconds: number }> {
  const from = performance.now();
  const seconds = () => (performance.now() - from) / 1000;
  const server = startServer('--port', '0', '--state', state);
  try {
    const page = await fetch(await server.url());
    if (!page.ok) throw new Error(`the first page answered ${page.status}`);
    const pageSeconds = seconds();
    await server.line(/^ {2}reviewer /);
    return { pageSeconds, linksSeconds: seconds() };
  } finally {
    await server.end('SIGINT');
  }
}
