// Who this account has signed in as, for each server and state directory: one file, mode 0600.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readIfThere } from '../store/state-directory.ts';
import { CliError } from './cli-error.ts';

const KeptTokens = z.record(
  z.string(),
  z.strictObject({ token: z.string(), email: z.string(), expiresAt: z.string() }),
);
type KeptTokens = z.infer<typeof KeptTokens>;

export const keptTokensFile = (): string => join(homedir(), '.config', 'practicum', 'tokens.json');

export async function findKeptToken(keptFor: string): Promise<string | undefined> {
  return (await readKept())[keptFor]?.token;
}

export async function keepToken(keptFor: string, kept: KeptTokens[string]): Promise<void> {
  const all = { ...(await readKept()), [keptFor]: kept };
  await writePrivate(keptTokensFile(), `${JSON.stringify(all, undefined, 2)}\n`);
}

/** One line with a bearer token. Throws when there is none in the file. */
export async function readTokenFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CliError('refused', `--token-file: expected a file with a token at ${path}, got ${cause.code}`, {
      cause,
    });
  });
  const token = text.trim();
  if (/^prt_[\w-]+$/.test(token)) return token;
  throw new CliError('refused', `${path}: expected one line with a token (prt_…), got something else`);
}

/** Readable by this account alone; what is there is replaced whole or not at all. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomBytes(6).toString('hex')}.part`;
  await writeFile(aside, text, { mode: 0o600, flush: true });
  await rename(aside, path);
}

async function readKept(): Promise<KeptTokens> {
  const text = await readIfThere(keptTokensFile());
  if (text === undefined) return {};
  try {
    return KeptTokens.parse(JSON.parse(text));
  } catch (cause) {
    throw new CliError(
      'refused',
      `${keptTokensFile()} cannot be read: remove it and sign in again (practicum login).`,
      {
        cause,
      },
    );
  }
}
