// The server's knowledge of a source's identifiers: keyed hashes that can recognise a value but not tell it.
import { z } from 'zod';
import { ExtractError } from '../extract-error.ts';

/** Added to, never taken from: sets that were written before hold the names of then. */
export const identifierClasses = [
  'email',
  'phone',
  'iban',
  'fullName',
  'number',
  'text',
  /** Payment card. */
  'pan',
  /** Of people, with letters or separators: `AB 12 34 56 C`, `701213/1234`. */
  'nationalId',
  'ip',
  /** Streets with house numbers, whatever stands between their words. */
  'address',
] as const;
export type IdentifierClass = (typeof identifierClasses)[number];

const hash16 = z.string().regex(/^[A-Za-z0-9+/]{22}==$/);

export const IdentifierSet = z.strictObject({
  format: z.literal('practicum-identifier-set/1'),
  /** HMAC-SHA256 key of this set alone, base64: it opens no pseudonym. The file is for the server only. */
  key: z.base64(),
  identifiers: z.array(
    z.strictObject({
      name: z.string(),
      /** Decides the normalization and whether a value counts anywhere. */
      class: z.enum(identifierClasses),
      /** Words near a low-entropy value, or the name of its column, that make it count. */
      context: z.array(z.string()),
      /** A value of at least this many bits counts anywhere, whatever its class. */
      minimumEntropyBits: z.number(),
      /** Longest normalized value in characters: with the count of values it says how often chance alone hits. */
      longestValue: z.int(),
      /** HMAC-SHA256 of each normalized value, first 16 bytes, base64, sorted. */
      values: z.array(hash16),
      /** Hashes of whole tuples (the value first), for rows that carry it together with its companions. */
      tuple: z.strictObject({ columns: z.array(z.string()), values: z.array(hash16) }).nullable(),
    }),
  ),
});
export type IdentifierSet = z.infer<typeof IdentifierSet>;

export type IdentifierFinding = {
  /** Name of the identifier in its policy. */
  identifier: string;
  /** Both from 1. */
  line: number;
  column: number;
  /** The place with the value masked: safe to show to whoever submitted it. */
  excerpt: string;
  reason: string;
};

/** Reads `<extract>.identifiers.json`. Throws ExtractError `bad-identifier-set`. */
export function parseIdentifierSet(bytes: Uint8Array | string): IdentifierSet {
  const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, key and all: it must not travel in a cause.
    throw new ExtractError(
      'bad-identifier-set',
      'expected the JSON of an identifier set, got something that is no JSON',
    );
  }
  const parsed = IdentifierSet.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ExtractError(
      'bad-identifier-set',
      `expected a practicum-identifier-set/1, got a file whose ${issue?.path.join('.') || 'content'} is wrong: make the extract again`,
    );
  }
  return parsed.data;
}
