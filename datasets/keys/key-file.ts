// The key file: one line of base64, for its owner's eyes only.
import { randomBytes } from 'node:crypto';
import { link, open, rm, writeFile } from 'node:fs/promises';
import { ExtractError } from '../extract-error.ts';

const leastBytes = 32;
const remedy = 'make one with practicum key create FILE (one line of base64 of at least 32 random bytes, mode 0600)';

/** Throws ExtractError `bad-key`; no message repeats anything of the key. */
export async function readKeyFile(path: string): Promise<Buffer> {
  const { text, mode } = await readWithMode(path);
  if ((mode & 0o077) !== 0)
    throw refusal(
      path,
      'mode 0600',
      `mode 0${(mode & 0o777).toString(8)}`,
      `others can read it: chmod 600 it if nobody did, else ${remedy}`,
    );
  const line = text.replace(/\r?\n$/, '');
  if (line === '') throw refusal(path, 'a line of base64', 'an empty file', remedy);
  const secret = Buffer.from(line, 'base64');
  if (secret.toString('base64') !== line) throw refusal(path, 'one line of base64', 'something else', remedy);
  if (secret.length < leastBytes) throw refusal(path, `at least ${leastBytes} bytes`, `${secret.length}`, remedy);
  if (new Set(secret).size < 8) throw refusal(path, 'random bytes', 'a few bytes repeated', remedy);
  return secret;
}

/** Never overwrites: the old key would take every pseudonym made with it along. A crash leaves a whole key or none. */
export async function createKeyFile(path: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    const text = `${randomBytes(leastBytes).toString('base64')}\n`;
    await writeFile(aside, text, { flag: 'wx', mode: 0o600, flush: true });
    // A hard link refuses to replace, which rename never does.
    await link(aside, path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new ExtractError(
      'bad-key',
      `expected to create the key file ${path}, got ${code}; choose a path that does not exist, in a folder that does`,
      { cause },
    );
  } finally {
    await rm(aside, { force: true });
  }
}

async function readWithMode(path: string): Promise<{ text: string; mode: number }> {
  try {
    await using file = await open(path, 'r');
    return { mode: (await file.stat()).mode, text: await file.readFile('utf8') };
  } catch (cause) {
    throw new ExtractError(
      'bad-key',
      `${path}: expected a key file, got ${(cause as NodeJS.ErrnoException).code}; ${remedy}`,
      { cause },
    );
  }
}

const refusal = (path: string, expected: string, got: string, mend: string) =>
  new ExtractError('bad-key', `key file ${path}: expected ${expected}, got ${got}; ${mend}`);
