// Registers a sealed extract: nothing is taken on trust, every digest is computed here.
import { sql } from 'kysely';
import { ExtractError } from '../../datasets/extract-error.ts';
import { parseIdentifierSet } from '../../datasets/identifiers/identifier-set.ts';
import { isSignedBy } from '../../datasets/keys/derive-keys.ts';
import { ExtractManifest } from '../../datasets/seal/manifest.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { Doer } from '../people/sign-in-links.ts';
import { Problem, type ProblemFinding } from '../problems.ts';
import type { BlobStore } from '../store/blobs.ts';
import { newId } from '../store/ids.ts';
import { sha256Hex } from '../store/json.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Store, Tx } from '../store/store.ts';
import { getExtractByDigest, type RegisteredExtract } from './extracts.ts';

export type SealedExtract = {
  /** The exact text of manifest.json. */
  manifest: string;
  /** The text of `<extract>.identifiers.json`. */
  identifiers: string;
  /** Each file that the manifest lists, with manifest.sig: stored as blobs before. */
  files: readonly { path: string; sha256: string }[];
};

/**
 * Resolves once the extract can be used; registering the same again finds the first. Throws `invalid-document` for a manifest or
 * identifier set that cannot be read, `extract-not-sealed` when a file or the signature does not match the manifest.
 */
export async function registerExtract(
  deps: { store: Store; blobs: BlobStore; outbox: Outbox },
  by: Doer,
  sealed: SealedExtract,
): Promise<RegisteredExtract> {
  const manifest = parseManifest(sealed.manifest);
  assertIdentifiers(sealed.identifiers);
  const parts = await checkFiles(deps.blobs, manifest, sealed);
  const digest = `sha256:${sha256Hex(sealed.manifest)}`;
  return deps.store.transact(async (tx) => {
    const extractId = newId('extract');
    const added = await sql`
      insert into extract (id, programme_id, digest, use_case, manifest, identifiers, registered_by, registered_at)
      values (${extractId}, ${by.programmeId}, ${digest}, ${manifest.policy.useCase}, ${sealed.manifest},
              ${sealed.identifiers}, ${by.actor}, clock_now())
      on conflict (programme_id, digest) do nothing returning id`.execute(tx);
    if (added.rows.length === 0) return findSame(tx, by, digest, sealed);
    for (const part of parts) {
      await sql`
        insert into extract_file (extract_id, path, sha256, bytes)
        values (${extractId}, ${part.path}, ${part.sha256}, ${part.bytes})`.execute(tx);
    }
    const detail = { digest, useCase: manifest.policy.useCase };
    await deps.outbox.append(tx, {
      programmeId: by.programmeId,
      type: 'extract.registered',
      subject: extractId,
      data: detail,
    });
    await appendAudit(tx, { ...by, action: 'extract.registered', subject: extractId, detail });
    return getExtractByDigest(tx, by.programmeId, digest);
  });
}

function parseManifest(text: string): ExtractManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Problem('invalid-document', 'The manifest is no JSON: send manifest.json of a sealed extract as it is.', {
      cause,
    });
  }
  const parsed = ExtractManifest.safeParse(json);
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.map((issue) => ({
    code: 'invalidManifest',
    message: issue.message,
    path: issue.path.map(String).join('.'),
  }));
  throw new Problem('invalid-document', 'The manifest is none of a sealed extract.', { findings, cause: parsed.error });
}

function assertIdentifiers(text: string): void {
  try {
    parseIdentifierSet(text);
  } catch (cause) {
    if (!(cause instanceof ExtractError)) throw cause;
    const findings = [{ code: 'invalidIdentifierSet', message: cause.message, path: 'identifiers' }];
    throw new Problem('invalid-document', 'The identifier set cannot be read.', { findings, cause });
  }
}

async function checkFiles(
  blobs: BlobStore,
  manifest: ExtractManifest,
  sealed: SealedExtract,
): Promise<{ path: string; sha256: string; bytes: number }[]> {
  const sent = new Map(sealed.files.map((file) => [file.path, file.sha256]));
  const findings: ProblemFinding[] = [];
  const listed = new Set(['manifest.sig', ...manifest.files.map((file) => file.path)]);
  for (const path of sent.keys()) {
    if (!listed.has(path)) findings.push({ code: 'extraFile', message: 'the manifest does not list this file', path });
  }
  for (const file of manifest.files) findings.push(...(await findFileFaults(blobs, file, sent.get(file.path))));
  const signatureSha256 = sent.get('manifest.sig');
  const signature =
    signatureSha256 !== undefined && (await blobs.has(signatureSha256)) ? await blobs.get(signatureSha256) : undefined;
  if (
    !signature ||
    signatureSha256 === undefined ||
    !isSignedBy(manifest.publicKey, Buffer.from(sealed.manifest), new TextDecoder().decode(signature))
  ) {
    const message = `expected the signature of the manifest by its public key, got ${signature ? 'another' : 'none'}`;
    findings.push({ code: 'badSignature', message, path: 'manifest.sig' });
  }
  if (findings.length > 0 || !signature || signatureSha256 === undefined) {
    const remedy = 'Nothing was registered: make the extract again, or upload what is missing, and publish once more.';
    throw new Problem('extract-not-sealed', `The extract does not match its manifest. ${remedy}`, { findings });
  }
  return [...manifest.files, { path: 'manifest.sig', sha256: signatureSha256, bytes: signature.byteLength }];
}

async function findFileFaults(
  blobs: BlobStore,
  file: ExtractManifest['files'][number],
  sent: string | undefined,
): Promise<ProblemFinding[]> {
  const fault = (code: string, message: string) => [{ code, message, path: file.path }];
  if (!isPathInside(file.path)) return fault('badPath', 'expected a relative path without ".."');
  if (sent === undefined) return fault('missingFile', 'the manifest lists this file, but it was not named');
  if (sent !== file.sha256) return fault('digestMismatch', `expected SHA-256 ${file.sha256}, got ${sent}`);
  if (!(await blobs.has(file.sha256))) return fault('missingBlob', `upload it first: PUT /api/blobs/${file.sha256}`);
  const size = (await blobs.get(file.sha256)).byteLength;
  return size === file.bytes ? [] : fault('sizeMismatch', `expected ${file.bytes} bytes, got ${size}`);
}

function isPathInside(path: string): boolean {
  return !path.includes('\\') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

async function findSame(tx: Tx, by: Doer, digest: string, sealed: SealedExtract): Promise<RegisteredExtract> {
  const { rows } = await sql<{ same: boolean }>`
    select identifiers = ${sealed.identifiers} as same from extract
    where programme_id = ${by.programmeId} and digest = ${digest}`.execute(tx);
  if (!rows[0]?.same) {
    throw new Problem(
      'already-exists',
      `The extract ${digest} is registered with another identifier set: publish the set it was made with.`,
    );
  }
  return getExtractByDigest(tx, by.programmeId, digest);
}
