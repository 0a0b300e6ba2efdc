// Tells whether a signed policy still fits its source: an engine and a private folder for as long as that takes.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { diffSource } from './discovery/changes/diff-source.ts';
import type { PolicyChange } from './discovery/changes/policy-change.ts';
import { readRecordedSchema, writeRecordedSchema } from './discovery/changes/recorded-schema.ts';
import type { PolicyProposal } from './discovery/propose-source.ts';
import { DuckDbEngine } from './engines/duckdb/duckdb-engine.ts';
import { ExtractError } from './extract-error.ts';
import { readPolicySignature } from './keys/policy-signature.ts';
import { readHierarchies } from './policy/hierarchy-file.ts';
import { parsePolicy } from './policy/parse-policy.ts';

export type DiffPolicyOptions = {
  policyPath: string;
  /** A folder of CSV or Parquet files, a DuckDB file, or a postgresql:// URL. */
  source: string;
  /** Records the schema as it is now beside the policy, for the next time. */
  record?: boolean;
  threads?: number;
  memoryMiB?: number;
  signal?: AbortSignal;
  onProgress?: (progress: { table: string; rows: number; done: number; total: number }) => void;
};

export type PolicyDiff = {
  changes: PolicyChange[];
  /** Of the policy's bytes: no change of a source breaks it. */
  signature:
    | { state: 'holds'; signer: string; keyFingerprint: string }
    | { state: 'absent' }
    | { state: 'broken'; reason: string };
  /** Whether a run under the policy would be refused, for the source's or the signature's sake. */
  refused: boolean;
  /** Whether there was a schema recorded with the policy; without one, only names and values can be told from before. */
  recorded: boolean;
};

/** Reads the whole source as a run would. Throws ExtractError for a policy or a source that cannot be read at all. */
export async function diffPolicy(options: DiffPolicyOptions): Promise<PolicyDiff> {
  const { policyPath, threads, memoryMiB, signal } = options;
  const bytes = await readFile(policyPath).catch((cause: NodeJS.ErrnoException) => {
    throw new ExtractError('bad-policy', `expected a policy at ${policyPath}, got ${cause.code}; check the path`, {
      cause,
    });
  });
  const parsed = parsePolicy(bytes, basename(policyPath));
  const hierarchies = await readHierarchies(parsed.policy, dirname(policyPath), parsed.refuse);
  const recorded = await readRecordedSchema(policyPath);
  const signature = await signatureOf(policyPath, createHash('sha256').update(bytes).digest('hex'));
  const workDir = await mkdtemp(join(tmpdir(), 'practicum-diff-'));
  try {
    await using engine = await DuckDbEngine.open({
      spillDir: join(workDir, 'spill'),
      ...(threads === undefined ? {} : { threads }),
      ...(memoryMiB === undefined ? {} : { memoryMiB }),
      ...(signal === undefined ? {} : { signal }),
    });
    let done = 0;
    const { changes, schema, otherFiles } = await diffSource({
      engine,
      parsed,
      hierarchies,
      recorded,
      source: options.source,
      workDir,
      signal,
      onTable: (table, rows, total) => options.onProgress?.({ table, rows, done: ++done, total }),
    });
    if (options.record) await writeRecordedSchema(policyPath, schema, otherFiles);
    return {
      changes,
      signature,
      refused: signature.state !== 'holds' || changes.some(({ stops }) => stops),
      recorded: recorded !== undefined,
    };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Keeps the schema that a proposal was made from beside the policy: names and types, for `diffPolicy` to compare with. */
export function recordSchema(
  policyPath: string,
  { schema, leftOut }: Pick<PolicyProposal, 'schema' | 'leftOut'>,
): Promise<void> {
  return writeRecordedSchema(
    policyPath,
    schema,
    leftOut.map(({ place }) => place),
  );
}

async function signatureOf(policyPath: string, sha256: string): Promise<PolicyDiff['signature']> {
  try {
    const signed = await readPolicySignature(policyPath, sha256);
    return signed
      ? { state: 'holds', signer: signed.signer, keyFingerprint: signed.keyFingerprint }
      : { state: 'absent' };
  } catch (error) {
    if (error instanceof ExtractError && error.code === 'bad-signature')
      return { state: 'broken', reason: error.message };
    throw error;
  }
}
