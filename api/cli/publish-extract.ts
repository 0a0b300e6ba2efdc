// Sends a sealed extract to the programme: its files as blobs, then the manifest that names them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readManifest, verifyAnswerKey, verifyExtract } from '../../datasets/extract.ts';
import { type AnswerKey, answerKeyFile, answerSignatureFile } from '../../datasets/seal/answer-key.ts';
import { sha256Hex } from '../store/json.ts';
import { CliError } from './cli-error.ts';
import type { PersonApi } from './person-api.ts';
import { readText } from './read-text.ts';

const Published = z.looseObject({ extractId: z.string(), digest: z.string() });
export type Published = z.infer<typeof Published>;

/** `folder`, and the folder of its answer key if it has one, as `extract run` left them. Throws `notVerified` when its seal does not hold; publishing again changes nothing. */
export async function publishExtract(
  api: PersonApi,
  { folder, answerKeyFolder }: { folder: string; answerKeyFolder?: string },
  onProgress: (done: number, total: number, note: string) => void,
): Promise<Published> {
  const { ok, problems } = await verifyExtract(folder);
  if (!ok) {
    const findings = problems.map((message) => ({ code: 'brokenSeal', message }));
    throw new CliError('notVerified', `The seal of ${folder} does not hold: make the extract anew.`, { findings });
  }
  const answerKey = answerKeyFolder === undefined ? undefined : await readSoundKey(folder, answerKeyFolder);
  const manifest = await readText(join(folder, 'manifest.json'));
  const identifiers = await readText(`${folder}.identifiers.json`);
  const paths = [...(await readManifest(folder)).files.map((file) => file.path), 'manifest.sig'];
  const answerPaths = answerKey?.files.map(({ path }) => path) ?? [];
  const total = paths.length + answerPaths.length;
  const files: { path: string; sha256: string }[] = [];
  for (const path of paths) {
    onProgress(files.length, total, path);
    const bytes = await readFile(join(folder, path));
    const sha256 = sha256Hex(bytes);
    await api.putBytes(`/api/blobs/${sha256}`, bytes);
    files.push({ path, sha256 });
  }
  for (const [done, path] of answerPaths.entries()) {
    onProgress(paths.length + done, total, `answer key: ${path}`);
    const bytes = await readFile(join(answerKeyFolder ?? '', path));
    await api.putBytes(`/api/blobs/${sha256Hex(bytes)}`, bytes);
  }
  const published = await api.post('/api/extracts', { manifest, identifiers, files }, Published);
  if (answerKeyFolder !== undefined) {
    const key = await readText(join(answerKeyFolder, answerKeyFile));
    const signature = await readText(join(answerKeyFolder, answerSignatureFile));
    await api.put(`/api/extracts/${published.extractId}/answer-key`, { key, signature }, Published);
  }
  onProgress(total, total, 'registered');
  return published;
}

/** Throws `notVerified` where the key is not as it was sealed with this extract. */
async function readSoundKey(folder: string, answerKeyFolder: string): Promise<AnswerKey | undefined> {
  const { digest } = await verifyExtract(folder);
  const { publicKey } = await readManifest(folder);
  const { key, problems } = await verifyAnswerKey(answerKeyFolder, { digest, publicKey });
  if (problems.length === 0) return key;
  const findings = problems.map((message) => ({ code: 'brokenSeal', message }));
  throw new CliError('notVerified', `The answer key in ${answerKeyFolder} is not that of ${folder} as it was sealed.`, {
    findings,
  });
}
