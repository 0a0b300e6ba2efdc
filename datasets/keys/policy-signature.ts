// A data steward's signature over a policy, kept beside it as `<policy>.sig`.
import { createHash, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { ExtractError } from '../extract-error.ts';
import { deriveKeys, fingerprintOf, isSignedBy } from './derive-keys.ts';
import { readKeyFile } from './key-file.ts';

const PolicySignature = z.strictObject({
  format: z.literal('practicum-policy-signature/1'),
  signer: z.string().min(1),
  policySha256: z.string().regex(/^[0-9a-f]{64}$/),
  publicKey: z.string(),
  signature: z.string(),
});

/** Who signed a policy, with what anybody needs to check it: the seal keeps all of it. */
export const PolicySigner = z.strictObject({
  signer: z.string(),
  /** SHA-256 of the raw public key, hex. */
  keyFingerprint: z.string(),
  /** Ed25519, raw 32 bytes as base64. */
  publicKey: z.string(),
  signature: z.string(),
});
export type PolicySigner = z.infer<typeof PolicySigner>;

/** What is signed: the name too, or anyone could put another one over a genuine signature. */
const payload = (signer: string, policySha256: string) =>
  Buffer.from(JSON.stringify(['practicum-policy-signature/1', signer, policySha256]));

export async function writePolicySignature(policyPath: string, keyPath: string, signer: string): Promise<void> {
  const keys = deriveKeys(await readKeyFile(keyPath));
  const policySha256 = createHash('sha256')
    .update(await readFile(policyPath))
    .digest('hex');
  const signature = sign(null, payload(signer, policySha256), keys.signing).toString('base64');
  const signed = { format: 'practicum-policy-signature/1', signer, policySha256, publicKey: keys.publicKey, signature };
  await writeFile(`${policyPath}.sig`, `${JSON.stringify(signed, null, 2)}\n`);
}

/** Whether the signature is that of the named signer over a policy of this digest, by the key that it names. */
export const isPolicySignedBy = (
  { signer, keyFingerprint, publicKey, signature }: PolicySigner,
  policySha256: string,
): boolean =>
  isSignedBy(publicKey, payload(signer, policySha256), signature) &&
  fingerprintOf(Buffer.from(publicKey, 'base64')) === keyFingerprint;

/** Null for a policy that nobody signed. Throws ExtractError `bad-signature` for one that was changed after it was signed. */
export async function readPolicySignature(policyPath: string, policySha256: string): Promise<PolicySigner | null> {
  const file = `${policyPath}.sig`;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ExtractError('bad-signature', `${file}: expected to read it, got ${error.code}`, { cause: error });
  });
  if (text === undefined) return null;
  const { signer, publicKey, signature, ...signed } = parseSignature(text, file);
  if (signed.policySha256 !== policySha256)
    throw refusal(file, `the signature of ${basename(policyPath)} as it is now`, 'one of another version of it');
  const keyFingerprint = fingerprintOf(Buffer.from(publicKey, 'base64'));
  const by = { signer, keyFingerprint, publicKey, signature };
  if (!isPolicySignedBy(by, policySha256)) throw refusal(file, `a signature by ${signer}`, 'one that does not hold');
  return by;
}

function parseSignature(text: string, file: string): z.infer<typeof PolicySignature> {
  try {
    return PolicySignature.parse(JSON.parse(text));
  } catch (cause) {
    throw new ExtractError(
      'bad-signature',
      `${file}: expected a practicum-policy-signature/1, got something else; sign the policy again or remove the file`,
      { cause },
    );
  }
}

const refusal = (file: string, expected: string, got: string) =>
  new ExtractError(
    'bad-signature',
    `${file}: expected ${expected}, got ${got}; have a data steward sign the policy again`,
  );
