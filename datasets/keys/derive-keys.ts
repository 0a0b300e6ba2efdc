// Everything that one key file gives, each for one use only.
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, verify } from 'node:crypto';

export type ExtractKeys = {
  /** HMAC keys by use, 32 bytes each: what one is worth says nothing of another. */
  pseudonyms: Buffer;
  sampling: Buffer;
  shifts: Buffer;
  identifiers: Buffer;
  signing: KeyObject;
  /** Raw Ed25519 public key, base64. */
  publicKey: string;
  /** SHA-256 of the raw public key, hex: names the key file. */
  fingerprint: string;
};

export function deriveKeys(secret: Buffer): ExtractKeys {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `practicum extract 1 ${use}`, 32));
  const signing = createPrivateKey({
    key: Buffer.concat([pkcs8Ed25519, derive('signature')]),
    format: 'der',
    type: 'pkcs8',
  });
  const raw = createPublicKey(signing).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    pseudonyms: derive('pseudonyms'),
    sampling: derive('sampling'),
    shifts: derive('shifts'),
    identifiers: derive('identifiers'),
    signing,
    publicKey: raw.toString('base64'),
    fingerprint: fingerprintOf(raw),
  };
}

export const fingerprintOf = (publicKey: Uint8Array): string => createHash('sha256').update(publicKey).digest('hex');

// A raw public key as node:crypto wants it.
const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([spkiEd25519, raw]), format: 'der', type: 'spki' });

/** Whether `signature` (base64) is that of the raw public key (base64) over these bytes; false for text that is neither. */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const [key, signed] = [Buffer.from(publicKey, 'base64'), Buffer.from(signature, 'base64')];
  return key.length === 32 && signed.length === 64 && verify(null, bytes, publicKeyOf(key), signed);
}

/** The DER that stands before the 32 bytes of an Ed25519 seed (RFC 8410), or of a public key. */
const pkcs8Ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiEd25519 = Buffer.from('302a300506032b6570032100', 'hex');
