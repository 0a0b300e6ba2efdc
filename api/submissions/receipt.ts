// The receipt of a submission: what was sealed, when, until when it is reviewed; verifiable by anyone, offline.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../store/json.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const Instant = z.iso.datetime({ precision: 3 });

export const Receipt = z.strictObject({
  format: z.literal('practicum-receipt/1'),
  submissionId: z.string(),
  roundId: z.string(),
  round: z.int().min(1),
  seatId: z.string(),
  cohortId: z.string(),
  useCase: z.string(),
  track: z.string(),
  task: z.string(),
  manifestSha256: Sha256.describe('SHA-256 of the manifest in RFC 8785 form: every file by path, size and content.'),
  extractDigest: Digest,
  sandboxId: z.string(),
  sandboxGeneration: z.int().min(1),
  rubricDigest: Digest,
  submittedAt: Instant,
  dueAt: Instant.describe('48 elapsed hours after submittedAt.'),
  auditEntry: z.string().describe('The entry of the audit log that records this submission.'),
  keyId: z.string().describe('Names the key at /api/receipt-key.'),
  signature: z.string().describe('Ed25519 over the RFC 8785 form of all other members, as base64url.'),
});
export type Receipt = z.infer<typeof Receipt>;
export type ReceiptBody = Omit<Receipt, 'signature'>;

export type ReceiptVerification = { valid: true; receipt: Receipt } | { valid: false; reason: string };

/** What is signed. */
export function receiptBytes(body: ReceiptBody): Uint8Array {
  return Buffer.from(canonicalJson(body));
}

/**
 * Needs no server: `publicKey` is the SPKI DER, base64, that /api/receipt-key gave at any time before. Throws a TypeError for a
 * key that is none: that says nothing about the receipt.
 */
export function verifyReceipt(receipt: unknown, publicKey: string): ReceiptVerification {
  const parsed = Receipt.safeParse(receipt);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') || 'the document';
    return {
      valid: false,
      reason: `It does not have the shape of a receipt: ${place}: ${issue?.message ?? 'unknown'}`,
    };
  }
  const { signature, ...body } = parsed.data;
  const key = parsePublicKey(publicKey);
  const kept = verify(null, receiptBytes(body), key, Buffer.from(signature, 'base64url'));
  if (!kept)
    return { valid: false, reason: 'The signature does not fit: the receipt was changed, or another key signed it.' };
  // base64url ignores its last bits, so one signature could be written in two ways.
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature)
    return { valid: false, reason: 'The signature is not written as base64url.' };
  return { valid: true, receipt: parsed.data };
}

function parsePublicKey(publicKey: string): KeyObject {
  const expected = 'expected an Ed25519 public key as base64 of its SPKI DER, as /api/receipt-key gives it';
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new TypeError(`${expected}, got something else`, { cause });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new TypeError(`${expected}, got a key of type ${key.asymmetricKeyType}`);
}
