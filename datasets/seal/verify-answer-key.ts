// Checks an answer key against its own list of files and its signature.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf, isSignedBy } from '../keys/derive-keys.ts';
import { AnswerKey, answerKeyFile, answerSignatureFile } from './answer-key.ts';
import { policyFile, sha256OfFile } from './files.ts';

/** One sentence per fault; empty when every byte is as it was sealed, by the key that sealed the extract of this digest. */
export async function verifyAnswerKey(
  dir: string,
  extract: { digest: string; publicKey: string },
): Promise<{ key: AnswerKey | undefined; problems: string[] }> {
  const bytes = await readFile(join(dir, answerKeyFile)).catch(() => undefined);
  const key = bytes && parseAnswerKey(bytes);
  if (!bytes || !key)
    return {
      key: undefined,
      problems: [`${answerKeyFile}: expected a practicum-answer-key/1, got ${bytes ? 'something else' : 'no file'}`],
    };
  const problems: string[] = [];
  const signature = await readFile(join(dir, answerSignatureFile), 'latin1').catch(() => '');
  if (!isSignedBy(key.publicKey, bytes, signature))
    problems.push(
      `${answerSignatureFile}: expected the signature of ${answerKeyFile}, got ${signature ? 'another' : 'none'}`,
    );
  if (key.extract !== extract.digest)
    problems.push(`${answerKeyFile}: expected the key of ${extract.digest}, got that of ${key.extract}`);
  if (key.publicKey !== extract.publicKey || key.keyFingerprint !== fingerprintOf(Buffer.from(key.publicKey, 'base64')))
    problems.push(`${answerKeyFile}: expected to be sealed by the key of its extract, got another`);
  if (key.files.find(({ path }) => path === policyFile)?.sha256 !== key.policy.sha256)
    problems.push(`${policyFile}: expected the policy that ${answerKeyFile} names, got another`);
  for (const { path, sha256 } of key.files) {
    const found = await sha256OfFile(join(dir, path)).catch(() => undefined);
    if (found?.sha256 !== sha256)
      problems.push(`${path}: expected SHA-256 ${sha256}, got ${found?.sha256 ?? 'no file'}`);
  }
  const known = new Set([answerKeyFile, answerSignatureFile, ...key.files.map(({ path }) => path)]);
  for (const name of await readdir(dir)) if (!known.has(name)) problems.push(`${name}: expected no such file, got one`);
  return { key, problems };
}

/** Undefined for what is no answer key. */
export function parseAnswerKey(bytes: Uint8Array): AnswerKey | undefined {
  try {
    return AnswerKey.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
