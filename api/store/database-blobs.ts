// Blobs as rows of the store, so that every process over one PostgreSQL has them without a disk in common.
import { sql } from 'kysely';
import { assertBlob, type BlobStore } from './blobs.ts';
import { sha256Hex } from './json.ts';
import type { Store } from './store.ts';

const chunkBytes = 1 << 20;

export class DatabaseBlobs implements BlobStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async put(bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Hex(bytes);
    if (await this.has(sha256)) return sha256;
    await this.#store.transact(async (tx) => {
      const added = await sql`
        insert into blob (sha256, size, stored_at) values (${sha256}, ${bytes.byteLength}, clock_now())
        on conflict do nothing returning sha256`.execute(tx);
      if (added.rows.length === 0) return;
      for (let position = 0; position * chunkBytes < bytes.byteLength; position++) {
        const chunk = Buffer.from(bytes.subarray(position * chunkBytes, (position + 1) * chunkBytes));
        await sql`insert into blob_chunk (sha256, position, bytes) values (${sha256}, ${position}, ${chunk})`.execute(
          tx,
        );
      }
    });
    return sha256;
  }

  async get(sha256: string): Promise<Uint8Array> {
    if (!(await this.has(sha256))) return assertBlob(sha256, undefined);
    const { rows } = await sql<{ bytes: Uint8Array }>`
      select bytes from blob_chunk where sha256 = ${sha256} order by position`.execute(this.#store.db);
    return assertBlob(sha256, Buffer.concat(rows.map((row) => row.bytes)));
  }

  async has(sha256: string): Promise<boolean> {
    const { rows } = await sql`select 1 from blob where sha256 = ${sha256}`.execute(this.#store.db);
    return rows.length === 1;
  }
}
