// Reads the start of a file as UTF-8, and tells what else it is where it is none.
import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { ExtractError } from '../extract-error.ts';

const headBytes = 1024 * 1024;

/** `markBytes` is the length of a byte order mark, which the text has no more. Throws ExtractError `bad-source`. */
export async function readUtf8Start(path: string, label: string): Promise<{ text: string; markBytes: number }> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const bytes = buffer.subarray(0, bytesRead);
  const mark = bytes.subarray(0, 2).toString('latin1');
  if (mark === '\xff\xfe' || mark === '\xfe\xff')
    throw refusal(label, `UTF-16 with its ${mark === '\xff\xfe' ? 'low' : 'high'} bytes first`);
  if (bytes.includes(0)) throw refusal(label, 'zero bytes, as UTF-16 and binary files have');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return { text, markBytes: bytes.subarray(0, 3).toString('latin1') === '\xef\xbb\xbf' ? 3 : 0 };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw refusal(`${label}, line ${lineOfFault(bytes)}`, 'bytes that are not');
  }
}

const refusal = (where: string, got: string) =>
  new ExtractError(
    'bad-source',
    `${where}: expected UTF-8, got ${got}; declare the encoding that the file really has under source.csv.encoding`,
  );

/** The first line whose bytes are no UTF-8. */
function lineOfFault(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (!isUtf8(bytes.subarray(start, end < 0 ? bytes.length : end))) break;
    if (end < 0) break;
    start = end + 1;
  }
  return line;
}
