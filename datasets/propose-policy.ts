// Proposes a policy for a source that has none: an engine and a private folder for as long as that takes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type PolicyProposal, proposeSource } from './discovery/propose-source.ts';
import { DuckDbEngine } from './engines/duckdb/duckdb-engine.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import { isPostgresUrl, parsePostgresUrl } from './sources/postgres-url.ts';

export type ProposeOptions = {
  /** A folder of CSV or Parquet files, a DuckDB file, or a postgresql:// URL. */
  source: string;
  /** Of a database: `public` for PostgreSQL and `main` for DuckDB when not given. */
  schema?: string;
  useCase?: string;
  /** At most so many different values of a column are read; 1,000 when not given. All values are counted. */
  sample?: number;
  threads?: number;
  memoryMiB?: number;
  signal?: AbortSignal;
  onProgress?: (progress: ProposeProgress) => void;
};

export type ProposeProgress = { stage: 'read' | 'judge'; table?: string; rows?: number; done: number; total: number };
export type { PolicyProposal };

/**
 * What a data steward can begin with: a policy with every column's rule, confidence and reasons, and without a value of the
 * source. The same source gives the same proposal. Throws ExtractError `bad-source`.
 */
export async function proposePolicy(options: ProposeOptions): Promise<PolicyProposal> {
  const { source, schema, threads, memoryMiB, signal } = options;
  const workDir = await mkdtemp(join(tmpdir(), 'practicum-propose-'));
  try {
    await using engine = await DuckDbEngine.open({
      spillDir: join(workDir, 'spill'),
      ...(threads === undefined ? {} : { threads }),
      ...(memoryMiB === undefined ? {} : { memoryMiB }),
      ...(signal === undefined ? {} : { signal }),
    });
    const name = policyName(source);
    const proposal = await proposeSource({
      engine,
      source,
      schema,
      workDir,
      signal,
      name,
      useCase: options.useCase ?? name,
      sampleSize: options.sample ?? 1000,
      onProgress: (progress) => options.onProgress?.(progress),
    });
    // A proposal that cannot be read is a failure of ours: it must not reach anybody.
    parsePolicy(Buffer.from(proposal.policy), 'the proposal');
    return proposal;
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Of a database its name, of files the folder's: lowercase letters, digits and hyphens. */
function policyName(source: string): string {
  const said = isPostgresUrl(source) ? (parsePostgresUrl(source).connection.database ?? '') : basename(source);
  const plain = said
    .replace(/\.(duckdb|db)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'source' : plain;
}
