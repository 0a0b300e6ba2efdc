// Seals finished tables: files, manifest, signature.
import { createHash, sign } from 'node:crypto';
import { join } from 'node:path';
import type { Engine } from '../engines/engine.ts';
import type { Relation } from '../engines/relation.ts';
import type { ExtractKeys } from '../keys/derive-keys.ts';
import { manifestFile, policyFile, sha256OfFile, signatureFile, sync, writeSynced } from './files.ts';
import type { ExtractManifest } from './manifest.ts';

export type SealedTable = { name: string; relation: Relation };
/** A text file that is sealed beside the tables. */
export type SealedText = { path: string; text: string };

export type SealInput = {
  tables: readonly SealedTable[];
  policyText: string;
  texts: readonly SealedText[];
  /** Whether every table is sealed as CSV too. */
  csv: boolean;
  manifest: Omit<ExtractManifest, 'files' | 'publicKey' | 'keyFingerprint'>;
  keys: Pick<ExtractKeys, 'signing' | 'publicKey' | 'fingerprint'>;
  onTable: (table: string) => void;
};

/** Writes a complete extract into an empty folder and syncs it; putting it into place is the caller's. */
export async function writeSeal(
  engine: Engine,
  dir: string,
  input: SealInput,
): Promise<{ manifest: ExtractManifest; digest: string }> {
  const { tables, keys } = input;
  const written: string[] = [];
  for (const { path, text } of [{ path: policyFile, text: input.policyText }, ...input.texts]) {
    await writeSynced(join(dir, path), text);
    written.push(path);
  }
  for (const { name, relation } of tables) {
    const files = [`${name}.parquet`, ...(input.csv ? [`${name}.csv`] : [])];
    for (const file of files) {
      if (file.endsWith('.csv')) await engine.writeCsv(join(dir, file), relation);
      else await engine.writeParquet(join(dir, file), relation);
      await sync(join(dir, file));
    }
    written.push(...files);
    input.onTable(name);
  }
  const files: ExtractManifest['files'] = [];
  for (const path of written.sort()) files.push({ path, ...(await sha256OfFile(join(dir, path))) });
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
