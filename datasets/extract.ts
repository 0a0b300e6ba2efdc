// The public face of the extract engine.
import { lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { openAnswerPlace } from './answer-place.ts';
import { diffPolicy, recordSchema } from './diff-policy.ts';
import { DuckDbEngine } from './engines/duckdb/duckdb-engine.ts';
import { ExtractError, tellFullDisk } from './extract-error.ts';
import { deriveKeys } from './keys/derive-keys.ts';
import { createKeyFile as createKey, readKeyFile } from './keys/key-file.ts';
import { type PolicySigner, readPolicySignature, writePolicySignature } from './keys/policy-signature.ts';
import { makeExtract, type StageProgress } from './make-extract.ts';
import { openExtract } from './open-extract.ts';
import { applyView } from './policy/apply-view.ts';
import { readHierarchies } from './policy/hierarchy-file.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import { type SignedWaiver, type Waiver, waivableChecks } from './policy/waiver.ts';
import { addWaiver, readWaivers } from './policy/waiver-file.ts';
import type { GateCheck } from './privacy/gate-check.ts';
import { proposePolicy } from './propose-policy.ts';
import { moveIntoPlace, writeSynced } from './seal/files.ts';
import type { ExtractManifest, ExtractVerification } from './seal/manifest.ts';
import { partialPath, removeLeftovers } from './seal/partial-folder.ts';
import { verifyAnswerKey } from './seal/verify-answer-key.ts';
import { readSealedManifest, verifySeal } from './seal/verify-seal.ts';

export { diffPolicy, proposePolicy, recordSchema, waivableChecks };
export type PolicyDiff = Awaited<ReturnType<typeof diffPolicy>>;
export type PolicyProposal = Awaited<ReturnType<typeof proposePolicy>>;

export type ExtractOptions = {
  policyPath: string;
  /** A folder of CSV or Parquet files, a DuckDB file, or a postgresql:// URL. */
  source: string;
  /** Seals every table as CSV too. */
  csv?: boolean;
  /** One of the policy's views; all of the policy when not given. */
  view?: string;
  /** Must not exist yet. `<outDir>.identifiers.json` is written beside it. */
  outDir: string;
  keyPath: string;
  /** Where the answer key goes, if the policy withholds or plants: must not exist yet, nor lie inside `outDir`. */
  answerKeyDir?: string;
  /** Goes on though no data steward has signed the policy; the manifest says so. */
  allowUnsigned?: boolean;
  /** The day, YYYY-MM-DD, on which waivers must hold; without it none does. It leaves no trace in the extract. */
  asOf?: string;
  threads?: number;
  memoryMiB?: number;
  signal?: AbortSignal;
  onProgress?: (progress: ExtractProgress) => void;
};

export type ExtractProgress = StageProgress;

export type ExtractOutcome =
  | { verdict: 'open'; manifest: ExtractManifest; digest: string }
  | { verdict: 'closed'; checks: GateCheck[] };

/**
 * Makes a sealed extract of a source under a policy. The same policy, source and key give the same bytes of every sealed file.
 * Through a closed gate nothing is written. Everything that is wrong with the input is an ExtractError, and leaves nothing behind.
 */
export async function runExtract(options: ExtractOptions): Promise<ExtractOutcome> {
  const { source, threads, memoryMiB, signal } = options;
  const whole = parsePolicy(await readPolicyFile(options.policyPath), basename(options.policyPath));
  const parsed = applyView(whole, options.view);
  const hierarchies = await readHierarchies(parsed.policy, dirname(options.policyPath), parsed.refuse);
  const signedBy = await readPolicySignature(options.policyPath, parsed.sha256);
  if (!options.allowUnsigned) assertSigned(options.policyPath, signedBy);
  const waivers = await readWaivers(options.policyPath);
  const keys = deriveKeys(await readKeyFile(options.keyPath));
  const outDir = resolve(options.outDir);
  const parent = dirname(outDir);
  await assertAbsent(outDir);
  const answers = await openAnswerPlace(parsed, outDir, options.answerKeyDir);
  await mkdir(parent, { recursive: true });
  // Beside the extract, so that putting it into place is one rename on one disk. Rows of the source pass through it.
  await removeLeftovers(outDir);
  const partial = partialPath(outDir);
  const sealDir = join(partial, 'sealed');
  const workDir = join(partial, 'work');
  await mkdir(partial, { mode: 0o700 });
  try {
    await mkdir(sealDir, { mode: 0o755 });
    await mkdir(workDir, { mode: 0o700 });
    await using engine = await DuckDbEngine.open({
      spillDir: join(workDir, 'spill'),
      ...(threads === undefined ? {} : { threads }),
      ...(memoryMiB === undefined ? {} : { memoryMiB }),
      ...(signal === undefined ? {} : { signal }),
    });
    const made = await makeExtract({
      engine,
      parsed,
      hierarchies,
      view: options.view,
      csv: options.csv ?? false,
      signedBy,
      waivers,
      asOf: options.asOf,
      keys,
      source,
      sealDir,
      answerDir: answers?.partial,
      workDir,
      signal,
      onProgress: options.onProgress,
    });
    if (made.verdict === 'closed') return made;
    const { identifiers, ...outcome } = made;
    const identifiersFile = join(partial, 'identifiers.json');
    await writeSynced(identifiersFile, `${JSON.stringify(identifiers)}\n`, 0o600);
    // The extract comes last: where it stands, its identifier set and its answer key stand too.
    await answers?.moveIntoPlace();
    await moveIntoPlace(identifiersFile, `${outDir}.identifiers.json`, parent);
    await moveIntoPlace(sealDir, outDir, parent);
    return outcome;
  } catch (error) {
    throw tellFullDisk(error);
  } finally {
    await rm(partial, { recursive: true, force: true });
    await answers?.remove();
  }
}

/**
 * Finds any flipped byte, missing or extra file. `signer` is the fingerprint of the key that must have sealed it: without one a
 * seal that holds says that nothing was changed since, not by whom it was made.
 */
export function verifyExtract(dir: string, { signer }: { signer?: string } = {}): Promise<ExtractVerification> {
  return verifySeal(dir, signer);
}

/** Finds any flipped byte of an answer key, and whether it is the key of this extract. */
export { openExtract, verifyAnswerKey };

/** Throws ExtractError `bad-seal` where there is no manifest; does not verify. */
export function readManifest(dir: string): Promise<ExtractManifest> {
  return readSealedManifest(dir);
}

/** Writes `<policyPath>.sig`: a data steward's signature over the policy's bytes, by a key derived from their key file. */
export async function signPolicy({
  policyPath,
  keyPath,
  signer,
}: {
  policyPath: string;
  keyPath: string;
  signer: string;
}): Promise<void> {
  const { policy, refuse } = parsePolicy(await readPolicyFile(policyPath), basename(policyPath));
  await readHierarchies(policy, dirname(policyPath), refuse);
  await writePolicySignature(policyPath, keyPath, signer);
}

/**
 * Adds a data steward's waiver to `<policyPath>.waivers.json`: one failed check of the policy as it stands may pass until a day.
 * It holds only where the same key has signed the policy. Throws ExtractError `bad-waiver`.
 */
export async function waiveCheck({
  policyPath,
  keyPath,
  ...waiver
}: Waiver & { policyPath: string; keyPath: string }): Promise<SignedWaiver> {
  parsePolicy(await readPolicyFile(policyPath), basename(policyPath));
  return addWaiver(policyPath, keyPath, waiver);
}

/** Writes a new key of 32 random bytes, mode 0600. Throws ExtractError `bad-key` where the path exists. */
export function createKeyFile(path: string): Promise<void> {
  return createKey(path);
}

function assertSigned(policyPath: string, signedBy: PolicySigner | null): void {
  if (signedBy) return;
  throw new ExtractError(
    'bad-signature',
    `${basename(policyPath)}: expected the signature of a data steward, got none: nobody has signed this policy; have it signed (practicum extract sign), or run it with --unsigned, which the extract will say`,
  );
}

async function readPolicyFile(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new ExtractError('bad-policy', `expected a policy at ${path}, got ${cause.code}; check the path`, { cause });
  });
}

async function assertAbsent(outDir: string): Promise<void> {
  const exists = await lstat(outDir).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new ExtractError(
      'output-exists',
      `expected ${outDir} not to exist, got something there; an extract is never overwritten: choose another folder`,
    );
}
