// Gives a file's content as UTF-8, rewriting it where its declared encoding is another.
import { isAscii } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ExtractError } from '../extract-error.ts';
import type { csvEncodings } from '../policy/source-declaration.ts';

/** The path itself for UTF-8 (the engine checks those bytes as it reads them), else that of a copy at `copyPath`. */
export async function asUtf8File(
  path: string,
  encoding: (typeof csvEncodings)[number],
  copyPath: string,
  label: string,
): Promise<string> {
  if (encoding === 'utf-8') return path;
  if (await isUtf8BeyondAscii(path))
    throw new ExtractError(
      'bad-source',
      `${label}: expected ${encoding}, got UTF-8; declare utf-8 under source.csv.encoding`,
    );
  const decoder = new TextDecoder(encoding, { fatal: true });
  async function* decoded(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  }
  try {
    await pipeline(createReadStream(path), decoded, createWriteStream(copyPath, { mode: 0o600 }));
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new ExtractError(
      'bad-source',
      `${label}: expected ${encoding}, got bytes that are not; declare the encoding that the file really has`,
      { cause },
    );
  }
  return copyPath;
}

/** A copy of a file without its first bytes. */
export async function withoutStart(path: string, startByte: number, copyPath: string): Promise<string> {
  await pipeline(createReadStream(path, { start: startByte }), createWriteStream(copyPath, { mode: 0o600 }));
  return copyPath;
}

/** Text in a one-byte encoding that happens to be valid UTF-8 with accents is next to impossible: it is a wrong declaration. */
async function isUtf8BeyondAscii(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let beyond = false;
  try {
    for await (const chunk of createReadStream(path)) {
      beyond ||= !isAscii(chunk as Buffer);
      decoder.decode(chunk as Buffer, { stream: true });
    }
    decoder.decode();
    return beyond;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
