// Sends a sealed extract to the programme: its files as blobs, then the manifest that names them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readManifest, verifyExtract } from '../../datasets/extract.ts';
import { sha256Hex } from '../store/json.ts';
import { CliError } from './cli-error.ts';
import type { PersonApi } from './person-api.ts';
import { readText } from './read-text.ts';

const Published = z.looseObject({ extractId: z.string(), digest: z.string() });
export type Published = z.infer<typeof Published>;

/** `folder` as `extract run` left it. Throws `notVerified` when its seal does not hold; publishing again changes nothing. */
export async function publishExtract(
  api: PersonApi,
  folder: string,
  onProgress: (done: number, total: number, note: string) => void,
): Promise<Published> {
  const { ok, problems } = await verifyExtract(folder);
  if (!ok) {
    const findings = problems.map((message) => ({ code: 'brokenSeal', message }));
    throw new CliError('notVerified', `The seal of ${folder} does not hold: make the extract anew.`, { findings });
  }
  const manifest = await readText(join(folder, 'manifest.json'));
  const identifiers = await readText(`${folder}.identifiers.json`);
  const paths = [...(await readManifest(folder)).files.map((file) => file.path), 'manifest.sig'];
  const files: { path: string; sha256: string }[] = [];
  for (const path of paths) {
    onProgress(files.length, paths.length, path);
    const bytes = await readFile(join(folder, path));
    const sha256 = sha256Hex(bytes);
    await api.putBytes(`/api/blobs/${sha256}`, bytes);
    files.push({ path, sha256 });
  }
  onProgress(paths.length, paths.length, 'registered');
  return api.post('/api/extracts', { manifest, identifiers, files }, Published);
}
