// Seals finished tables: files, then reports, manifest and signature.
import { createHash, sign } from 'node:crypto';
import { join } from 'node:path';
import type { Engine } from '../engines/engine.ts';
import type { Relation } from '../engines/relation.ts';
import type { ExtractKeys } from '../keys/derive-keys.ts';
import { extractMark } from '../sources/second-pass.ts';
import { manifestFile, sha256OfFile, signatureFile, sync, writeSynced } from './files.ts';
import type { ExtractManifest } from './manifest.ts';

export type SealedTable = { name: string; relation: Relation };
/** A text file that is sealed beside the tables. */
export type SealedText = { path: string; text: string };

export const parquetFile = (table: string): string => `${table}.parquet`;

/** Writes every table into the folder, as CSV too where asked, and answers the names of the files. The gate reads them before anything is sealed. */
export async function writeTables(
  engine: Engine,
  dir: string,
  tables: readonly SealedTable[],
  { csv, onTable }: { csv: boolean; onTable: (table: string) => void },
): Promise<string[]> {
  const written: string[] = [];
  for (const { name, relation } of tables) {
    const files = [parquetFile(name), ...(csv ? [`${name}.csv`] : [])];
    for (const file of files) {
      if (file.endsWith('.csv')) await engine.writeCsv(join(dir, file), relation);
      else await engine.writeParquet(join(dir, file), relation, extractMark);
      await sync(join(dir, file));
    }
    written.push(...files);
    onTable(name);
  }
  return written;
}

export type SealInput = {
  /** Names of the tables' files in the folder. */
  written: readonly string[];
  /** The policy and the reports among them. */
  texts: readonly SealedText[];
  manifest: Omit<ExtractManifest, 'files' | 'publicKey' | 'keyFingerprint'>;
  keys: Pick<ExtractKeys, 'signing' | 'publicKey' | 'fingerprint'>;
};

/** Completes the extract in its folder and syncs it; putting it into place is the caller's. */
export async function writeSeal(
  dir: string,
  { written, texts, manifest: described, keys }: SealInput,
): Promise<{ manifest: ExtractManifest; digest: string }> {
  for (const { path, text } of texts) await writeSynced(join(dir, path), text);
  const files: ExtractManifest['files'] = [];
  for (const path of [...written, ...texts.map((each) => each.path)].sort())
    files.push({ path, ...(await sha256OfFile(join(dir, path))) });
  const manifest: ExtractManifest = {
    ...described,
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
