// Recognizes a source that is itself an extract: pseudonyms of pseudonyms join with nothing, and shifted dates shift again.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExtractError } from '../extract-error.ts';

/** Every Parquet file of an extract says so of itself, for wherever it is taken. */
export const extractMark = { practicum: 'sealed extract' } as const;

/** The same, as the comment of each table of the ready database. */
export const extractComment = 'practicum: sealed extract';

/** Of a folder that holds files of the source. */
export async function assertNoExtract(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => '');
  if (/"format"\s*:\s*"practicum-(extract|answer-key)\//.test(text)) throw secondPass(folder);
}

export function assertNotMarked(label: string, metadata: readonly (readonly [key: string, value: string])[]): void {
  if (metadata.some(([key, value]) => key === 'practicum' && value === extractMark.practicum)) throw secondPass(label);
}

export function assertNotCommented(label: string, comments: readonly (string | null)[]): void {
  if (comments.includes(extractComment)) throw secondPass(label);
}

const secondPass = (got: string) =>
  new ExtractError(
    'bad-source',
    `expected a source of production data, got ${got}, which is an extract already: point --source at what it was made from`,
  );
