// Seals finished tables: files, manifest, signature.
import { createHash, sign } from 'node:crypto';
import { join } from 'node:path';
import type { Engine } from '../engines/engine.ts';
import type { Relation } from '../engines/relation.ts';
import type { ExtractKeys } from '../keys/derive-keys.ts';
import { manifestFile, policyFile, sha256OfFile, signatureFile, sync, writeSynced } from './files.ts';
import type { ExtractManifest } from './manifest.ts';

export type SealedTable = { file: string; relation: Relation };

export type SealInput = {
  tables: readonly SealedTable[];
  policyText: string;
  manifest: Omit<ExtractManifest, 'files' | 'publicKey' | 'keyFingerprint'>;
  keys: Pick<ExtractKeys, 'signing' | 'publicKey' | 'fingerprint'>;
  onTable: (file: string) => void;
};

/** Writes a complete extract into an empty folder and syncs it; putting it into place is the caller's. */
export async function writeSeal(
  engine: Engine,
  dir: string,
  input: SealInput,
): Promise<{ manifest: ExtractManifest; digest: string }> {
  const { tables, policyText, keys } = input;
  await writeSynced(join(dir, policyFile), policyText);
  for (const { file, relation } of tables) {
    await engine.writeParquet(join(dir, file), relation);
    await sync(join(dir, file));
    input.onTable(file);
  }
  const files: ExtractManifest['files'] = [];
  for (const path of [policyFile, ...tables.map(({ file }) => file)].sort())
    files.push({ path, ...(await sha256OfFile(join(dir, path))) });
  const manifest: ExtractManifest = {
    ...input.manifest,
    keyFingerprint: keys.fingerprint,
    publicKey: keys.publicKey,
    files,
  };
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await writeSynced(join(dir, manifestFile), bytes);
  await writeSynced(join(dir, signatureFile), `${sign(null, bytes, keys.signing).toString('base64')}\n`);
  await sync(dir);
  return { manifest, digest: digestOf(bytes) };
}

/** Names an extract: the manifest holds the digest of every other file. */
export const digestOf = (manifestBytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(manifestBytes).digest('hex')}`;
