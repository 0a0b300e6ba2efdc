// Lays a registered extract into a folder of this machine, where runtimes can mount it.
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { Problem } from '../problems.ts';
import type { BlobStore } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';

export type ExtractShelf = {
  store: Store;
  blobs: BlobStore;
  /** Absolute; each extract is a folder in it, named by the hex of its digest. */
  extractsFolder: string;
};

type Part = { path: string; sha256: string; bytes: number };

/**
 * Absolute folder with the sealed files of the extract `digest`, and its manifest. What is there whole is used again; what is
 * broken is laid anew. Any number of callers and processes may ask at once. Throws `not-found`.
 */
export async function materializeExtract(shelf: ExtractShelf, digest: string): Promise<string> {
  const { manifest, parts } = await readParts(shelf.store, digest);
  const folder = join(shelf.extractsFolder, digest.slice('sha256:'.length));
  const expected = [...parts, { path: 'manifest.json', bytes: Buffer.byteLength(manifest) }];
  if (await isWhole(folder, expected)) return folder;

  const aside = `${folder}.${randomBytes(6).toString('hex')}.part`;
  try {
    await layFile(aside, 'manifest.json', Buffer.from(manifest));
    for (const part of parts) await layFile(aside, part.path, await shelf.blobs.get(part.sha256));
    await putInPlace(aside, folder, expected);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return folder;
}

// The digest names the content, whichever programme registered it.
async function readParts(store: Store, digest: string): Promise<{ manifest: string; parts: Part[] }> {
  const { rows } = await sql<{ id: string; manifest: string }>`
    select id, manifest from extract where digest = ${digest} order by registered_at limit 1`.execute(store.db);
  const found = rows[0];
  if (!found) throw new Problem('not-found', `No extract ${digest} is registered here.`);
  const parts = await sql<Part>`
    select path, sha256, bytes from extract_file where extract_id = ${found.id} order by path`.execute(store.db);
  return { manifest: found.manifest, parts: parts.rows };
}

async function isWhole(folder: string, expected: readonly { path: string; bytes: number }[]): Promise<boolean> {
  for (const { path, bytes } of expected) {
    const size = await stat(join(folder, path)).then(
      (found) => found.size,
      () => undefined,
    );
    if (size !== bytes) return false;
  }
  return true;
}

async function layFile(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes, { mode: 0o444, flush: true });
}

async function putInPlace(
  aside: string,
  folder: string,
  expected: readonly { path: string; bytes: number }[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(aside, folder);
      return;
    } catch (cause) {
      // Somebody else was there first. What they laid is used when it is whole, and put away when it is not.
      if (await isWhole(folder, expected)) return;
      if (attempt === 3) throw new Error(`expected to place the extract at ${folder}`, { cause });
      const broken = `${folder}.${randomBytes(6).toString('hex')}.broken`;
      await rename(folder, broken).catch(() => {});
      await rm(broken, { recursive: true, force: true });
    }
  }
}
