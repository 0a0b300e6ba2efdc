// Checks a sealed extract against its own manifest, and the manifest against its signature.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExtractError } from '../extract-error.ts';
import { fingerprintOf, isSignedBy } from '../keys/derive-keys.ts';
import { isPolicySignedBy } from '../keys/policy-signature.ts';
import { isWaiverGenuine } from '../policy/waiver-file.ts';
import { manifestFile, policyFile, sha256OfFile, signatureFile } from './files.ts';
import { ExtractManifest, type ExtractVerification } from './manifest.ts';
import { digestOf } from './write-seal.ts';

/**
 * Finds any flipped byte, missing or extra file. Anybody can seal a folder anew with a key of their own: only with the fingerprint
 * of the key that is expected (`signer`) does a seal that holds say who made it.
 */
export async function verifySeal(dir: string, signer?: string): Promise<ExtractVerification> {
  const bytes = await readFile(join(dir, manifestFile)).catch(() => undefined);
  if (!bytes)
    return { ok: false, digest: '', problems: [`${manifestFile}: expected a file, got none that can be read`] };
  const digest = digestOf(bytes);
  const manifest = parseManifest(bytes);
  if (!manifest)
    return {
      ok: false,
      digest,
      problems: [`${manifestFile}: expected a practicum-extract/1 manifest, got something else`],
    };
  const problems = [
    ...(await signatureProblems(dir, bytes, manifest)),
    ...signerProblems(manifest, signer),
    ...stewardProblems(manifest),
    ...(await fileProblems(dir, manifest)),
    ...(await extraFiles(dir, manifest)),
  ];
  return { ok: problems.length === 0, digest, problems };
}

/** Throws ExtractError `bad-seal`. Reads only: whether the extract is whole, `verifySeal` says. */
export async function readSealedManifest(dir: string): Promise<ExtractManifest> {
  const bytes = await readFile(join(dir, manifestFile)).catch((cause: NodeJS.ErrnoException) => {
    throw new ExtractError('bad-seal', `${dir}: expected a sealed extract, got ${cause.code} for its ${manifestFile}`, {
      cause,
    });
  });
  const manifest = parseManifest(bytes);
  if (!manifest)
    throw new ExtractError(
      'bad-seal',
      `${join(dir, manifestFile)}: expected a practicum-extract/1 manifest, got something else; make the extract again`,
    );
  return manifest;
}

function parseManifest(bytes: Uint8Array): ExtractManifest | undefined {
  try {
    return ExtractManifest.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

async function signatureProblems(dir: string, bytes: Uint8Array, manifest: ExtractManifest): Promise<string[]> {
  const line = await readFile(join(dir, signatureFile), 'latin1').catch(() => undefined);
  if (line === undefined) return [`${signatureFile}: expected a file, got none`];
  const signature = Buffer.from(line, 'base64');
  const key = Buffer.from(manifest.publicKey, 'base64');
  // Lenient base64 reads several spellings as one signature: only the one that was written counts.
  const genuine = line === `${signature.toString('base64')}\n` && isSignedBy(manifest.publicKey, bytes, line);
  const named = fingerprintOf(key) === manifest.keyFingerprint;
  return [
    ...(genuine
      ? []
      : [`${signatureFile}: expected the signature of ${manifestFile}, got another: one of the two was changed`]),
    ...(named ? [] : [`${manifestFile}: expected the fingerprint of its own public key, got another`]),
  ];
}

function signerProblems({ keyFingerprint }: ExtractManifest, signer: string | undefined): string[] {
  if (signer === undefined || signer.toLowerCase() === keyFingerprint) return [];
  return [`${manifestFile}: expected the key ${signer}, got a seal by ${keyFingerprint}`];
}

/** The manifest repeats what the data steward signed: it must be over the policy that lies here. */
function stewardProblems({ policy, files, waivers }: ExtractManifest): string[] {
  const sealed = files.find(({ path }) => path === policyFile)?.sha256;
  return [
    ...(sealed === policy.sealedSha256
      ? []
      : [`${policyFile}: expected the policy that ${manifestFile} names, got another`]),
    ...(policy.signedBy === null || isPolicySignedBy(policy.signedBy, policy.sha256)
      ? []
      : [
          `${manifestFile}: expected the signature of ${policy.signedBy.signer} over ${policyFile}, got one that does not hold`,
        ]),
    ...waivers
      .filter((waiver) => waiver.policySha256 !== policy.sha256 || !isWaiverGenuine(waiver))
      .map(
        ({ check, steward }) =>
          `${manifestFile}: expected the waiver of ${check} by ${steward} to hold, got one that does not`,
      ),
  ];
}

async function fileProblems(dir: string, { files }: ExtractManifest): Promise<string[]> {
  const problems: string[] = [];
  for (const { path, bytes, sha256 } of files) {
    const isFile = await lstat(join(dir, path)).then(
      (found) => found.isFile(),
      () => false,
    );
    if (!isFile) {
      problems.push(`${path}: expected a file, got none`);
      continue;
    }
    const found = await sha256OfFile(join(dir, path));
    if (found.bytes !== bytes) problems.push(`${path}: expected ${bytes} bytes, got ${found.bytes}`);
    else if (found.sha256 !== sha256) problems.push(`${path}: expected SHA-256 ${sha256}, got ${found.sha256}`);
  }
  return problems;
}

async function extraFiles(dir: string, { files }: ExtractManifest): Promise<string[]> {
  const known = new Set([manifestFile, signatureFile, ...files.map(({ path }) => path)]);
  const found = await readdir(dir, { recursive: true });
  return found
    .filter((path) => !known.has(path))
    .sort()
    .map((path) => `${path}: expected nothing, got a file that the manifest does not name`);
}
