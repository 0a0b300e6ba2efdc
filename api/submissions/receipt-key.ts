// The key that signs receipts: made by the first process, kept in the store, the same for every process over it.
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { agreeOnSetting } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import { type Receipt, type ReceiptBody, receiptBytes } from './receipt.ts';

/** What anyone may have. `publicKey` is SPKI DER as base64. */
export type PublicReceiptKey = { keyId: string; algorithm: 'Ed25519'; publicKey: string };

export type ReceiptSigner = PublicReceiptKey & { sign(body: Omit<ReceiptBody, 'keyId'>): Receipt };

/** Never inside `transact`. */
export async function openReceiptSigner(store: Store): Promise<ReceiptSigner> {
  const kept = await agreeOnSetting(store, 'receipt-key', generate);
  const key: KeyObject = createPrivateKey({
    key: Buffer.from(kept.privateKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const { keyId, publicKey } = kept;
  return {
    keyId,
    algorithm: 'Ed25519',
    publicKey,
    sign(unnamed) {
      const body = { ...unnamed, keyId };
      return { ...body, signature: sign(null, receiptBytes(body), key).toString('base64url') };
    },
  };
}

function generate(): { keyId: string; publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return {
    keyId: createHash('sha256').update(spki).digest('hex').slice(0, 16),
    publicKey: spki.toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}
