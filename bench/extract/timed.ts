// How long work takes, and each stage of an extract.
import { type ExtractProgress, runExtract } from '../../datasets/extract.ts';
import type { ExtractManifest } from '../../datasets/seal/manifest.ts';

export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1000, result };
}

export type TimedExtract = {
  manifest: ExtractManifest;
  rowsLoaded: number;
  /** From reading the source to rows at hand, and to the rows that are chosen. */
  loadSeconds: number;
  subsetSeconds: number;
  /** Replacements, finished rows and their files: transform and write. */
  transformSeconds: number;
  /** Everything after the last file: gate, reports, seal. */
  gateSeconds: number;
};

type Options = Pick<Parameters<typeof runExtract>[0], 'policyPath' | 'source' | 'keyPath' | 'outDir' | 'memoryMiB'>;

/** Throws where the gate closes: a refused extract is no measurement. */
export async function timedExtract(options: Options): Promise<TimedExtract> {
  const at = new Map<string, number>();
  let rowsLoaded = 0;
  const onProgress = ({ stage, rows = 0 }: ExtractProgress) => {
    at.set(stage, performance.now());
    if (stage === 'load') rowsLoaded += rows;
  };
  const started = performance.now();
  const outcome = await runExtract({ ...options, allowUnsigned: true, onProgress });
  const ended = performance.now();
  if (outcome.verdict === 'closed')
    throw new Error(
      `expected an open gate, got ${JSON.stringify(outcome.checks.filter((each) => each.status !== 'passed'))}`,
    );
  const [loaded = started, replacing = started, written = started] = [
    at.get('load'),
    at.get('replacements'),
    at.get('write'),
  ];
  return {
    manifest: outcome.manifest,
    rowsLoaded,
    loadSeconds: (loaded - started) / 1000,
    subsetSeconds: (replacing - loaded) / 1000,
    transformSeconds: (written - replacing) / 1000,
    gateSeconds: (ended - written) / 1000,
  };
}
