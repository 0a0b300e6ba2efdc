// Files that are there whole or not at all: written aside, synced, then given their name.
import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import type { z } from 'zod';

/** The file's value, checked by `shape`; undefined when there is no such file. */
export async function readJson<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isAbsence(error)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : shape.parse(JSON.parse(text));
}

/** `keepFirst`: a file that is there already stays as it is. */
export async function writeJson(path: string, value: unknown, options: { keepFirst?: boolean } = {}): Promise<void> {
  await writeWhole(path, Buffer.from(`${JSON.stringify(value, null, 2)}\n`), options);
}

export async function writeWhole(
  path: string,
  bytes: Uint8Array,
  { keepFirst = false }: { keepFirst?: boolean } = {},
): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.part`;
  const file = await open(aside, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  if (!keepFirst) return rename(aside, path);
  // A hard link refuses to replace, which rename never does.
  await link(aside, path).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  await rm(aside);
}

/** Whether an error of the file system says that there is nothing. */
export function isAbsence(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
