// Reads the start of a file that may be a table: text, encoding, and the lines before its first record.
import { open } from 'node:fs/promises';
import { type EncodingGuess, guessEncoding } from './guess-encoding.ts';

const headBytes = 256 * 1024;

export type FileHead = EncodingGuess & {
  /** Inside the folder. */
  file: string;
  /** After the lines to pass over. */
  text: string;
  /** Whether that is all of the file. */
  isWhole: boolean;
  /** Blank lines, and the line by which spreadsheets tell their delimiter. */
  skipLines: number;
};

export async function readHead(path: string, file: string): Promise<FileHead> {
  const guess = await guessEncoding(path);
  await using opened = await open(path);
  const { buffer, bytesRead } = await opened.read(Buffer.alloc(headBytes + 1), 0, headBytes + 1, 0);
  const isWhole = bytesRead <= headBytes;
  const decoded = new TextDecoder(guess.encoding).decode(buffer.subarray(0, Math.min(bytesRead, headBytes)), {
    stream: !isWhole,
  });
  const [lead = ''] = /^(?:[^\S\r\n]*(?:sep=.)?[^\S\r\n]*(?:\r\n|\n|\r))*/i.exec(decoded) ?? [];
  return { ...guess, file, text: decoded.slice(lead.length), isWhole, skipLines: lead.split(/\r\n|\n|\r/).length - 1 };
}
