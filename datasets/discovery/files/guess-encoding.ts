// Finds the encoding of a file: UTF-8 where its bytes are, else the one in which they read most like a language.
import { createReadStream } from 'node:fs';
import type { csvEncodings } from '../../policy/source-declaration.ts';
import { likeliestLanguage } from './accented-letters.ts';

export type Encoding = (typeof csvEncodings)[number];
export type EncodingGuess = { encoding: Encoding; sure: boolean; isAscii: boolean };

const oneByteEncodings = ['windows-1252', 'windows-1250', 'iso-8859-2'] as const satisfies readonly Encoding[];

/** Reads the whole file once. */
export async function guessEncoding(path: string): Promise<EncodingGuess> {
  const counts = new Array<number>(256).fill(0);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let start: Buffer | undefined;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    start ??= chunk;
    for (const byte of chunk) counts[byte] = (counts[byte] ?? 0) + 1;
    isUtf8 &&= decodes(utf8, chunk);
  }
  isUtf8 &&= decodes(utf8);
  if (start?.[0] === 0xff && start[1] === 0xfe) return { encoding: 'utf-16le', sure: true, isAscii: false };
  const isAscii = counts.slice(128).every((count) => count === 0);
  if (isUtf8) return { encoding: 'utf-8', sure: true, isAscii };
  return { ...likeliestEncoding(counts), isAscii };
}

function likeliestEncoding(counts: readonly number[]): { encoding: Encoding; sure: boolean } {
  const scored = oneByteEncodings
    .map((encoding) => ({ encoding, likelihood: likeliestLanguage(decodedCounts(counts, encoding)).likelihood }))
    .sort((a, b) => b.likelihood - a.likelihood);
  const [best, second] = scored;
  return {
    encoding: best?.encoding ?? 'windows-1252',
    sure: (best?.likelihood ?? 0) - (second?.likelihood ?? 0) > 0.5,
  };
}

function decodedCounts(counts: readonly number[], encoding: Encoding): Map<string, number> {
  const decoder = new TextDecoder(encoding);
  const high = counts.flatMap((count, byte) => (byte > 127 && count > 0 ? [[byte, count] as const] : []));
  return new Map(high.map(([byte, count]) => [decoder.decode(Uint8Array.of(byte)), count]));
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}
