// Files of an extract: digests, and writes that survive a crash whole or not at all.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

export const manifestFile = 'manifest.json';
export const signatureFile = 'manifest.sig';
export const policyFile = 'policy.yaml';

export async function sha256OfFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  });
  return { sha256: hash.digest('hex'), bytes };
}

export async function writeSynced(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await using file = await open(path, 'wx', mode);
  await file.writeFile(content);
  await file.sync();
}

/** Of a folder: its list of names; of a file: its bytes. */
export async function sync(path: string): Promise<void> {
  await using handle = await open(path, 'r');
  await handle.sync();
}

/** A name that appears only when what it names is on the disk, in a folder that remembers it. */
export async function moveIntoPlace(from: string, to: string, parent: string): Promise<void> {
  await rename(from, to);
  await sync(parent);
}
