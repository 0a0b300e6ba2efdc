// Reads a text file that the command line names.
import { readFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/** Throws a refusal that names the path; a byte order mark is passed over. */
export async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    const got = cause instanceof TypeError ? 'bytes that are not' : `none (${(cause as NodeJS.ErrnoException).code})`;
    throw new CliError('refused', `${path}: expected a file of UTF-8 text, got ${got}`, { cause });
  }
}
