// Blobs as files of one folder, each written aside, synced and renamed.
import { randomBytes } from 'node:crypto';
import { access, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertBlob, type BlobStore } from './blobs.ts';
import { sha256Hex } from './json.ts';

export class DirectoryBlobs implements BlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Hex(bytes);
    if (await this.has(sha256)) return sha256;
    const path = this.#pathOf(sha256);
    await mkdir(dirname(path), { recursive: true });
    const aside = `${path}.${randomBytes(6).toString('hex')}.part`;
    await writeSynced(aside, bytes);
    await rename(aside, path);
    // The name is durable only when its folders are.
    await syncFolder(dirname(path));
    await syncFolder(this.#folder);
    return sha256;
  }

  async get(sha256: string): Promise<Uint8Array> {
    return assertBlob(sha256, (await this.has(sha256)) ? await readFile(this.#pathOf(sha256)) : undefined);
  }

  has(sha256: string): Promise<boolean> {
    return access(this.#pathOf(sha256)).then(
      () => true,
      () => false,
    );
  }

  #pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256))
      throw new TypeError(`expected a SHA-256 in lower-case hex, got ${JSON.stringify(sha256)}`);
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
