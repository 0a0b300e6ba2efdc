// The port of content-addressed bytes: a blob is named by its SHA-256 and never changes.
import { Problem } from '../problems.ts';
import { sha256Hex } from './json.ts';

export interface BlobStore {
  /** Resolves with the SHA-256 (lower-case hex) once the bytes are durable; storing the same bytes again changes nothing. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes, checked against their name. Throws `not-found`, or `internal-failure` when they no longer match. */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
}

/** Every adapter's last step of `get`: bytes that rotted are never handed on. */
export function assertBlob(sha256: string, bytes: Uint8Array | undefined): Uint8Array {
  if (!bytes) throw new Problem('not-found', `There is no blob ${sha256}.`);
  if (sha256Hex(bytes) === sha256) return bytes;
  throw new Problem(
    'internal-failure',
    `The blob ${sha256} no longer has the content it is named for; restore it from a backup.`,
  );
}
