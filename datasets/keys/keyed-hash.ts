// HMAC-SHA256 as a relational expression.
import {
  cast,
  column,
  concatBytes,
  concatText,
  type Expression,
  equal,
  first63Bits,
  keyedNumber,
  longestPrefixBytes,
  sha256Hex,
  text,
  unhex,
  utf8,
} from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import { keysTable } from '../working-tables.ts';
import type { ExtractKeys } from './derive-keys.ts';

const keyUses = ['pseudonyms', 'sampling', 'shifts', 'identifiers'] as const;
type KeyUse = (typeof keyUses)[number];

const blockBytes = 64;

/** Rows of the table that holds the keys as data: a key in SQL text would end in a log one day. */
export function keyRows(keys: Pick<ExtractKeys, KeyUse>): [string, Buffer, Buffer][] {
  return keyUses.map((use) => [use, padded(keys[use], 0x36), padded(keys[use], 0x5c)]);
}

function padded(key: Buffer, pad: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  key.copy(block);
  return block.map((byte) => byte ^ pad) as Buffer;
}

/** Brings the key of one use beside every row, under an alias: two keys beside one row need two. */
export const withKey = (use: KeyUse, as = 'key'): Join => ({
  how: 'cross',
  as,
  relation: {
    from: { relation: keysTable, as: 'k' },
    where: equal(column('k', 'use', 'text'), text(use)),
    select: { inner: column('k', 'inner', 'bytes'), outer: column('k', 'outer', 'bytes') },
  },
});

/** RFC 2104, by the key that `withKey` brings. Hex, 64 characters; null for null. */
export function hmacHex(message: Expression<'text'>, key = 'key'): Expression<'text'> {
  const inner = sha256Hex(concatBytes(column(key, 'inner', 'bytes'), utf8(message)));
  return sha256Hex(concatBytes(column(key, 'outer', 'bytes'), unhex(inner)));
}

/** The first 63 bits of the HMAC of a number in a domain, by the key that `withKey` brings. */
export function keyedNumberIn(
  domain: readonly string[],
  value: Expression<'integer'>,
  key = 'key',
): Expression<'integer'> {
  const prefix = [...domain, ''].join(separator);
  if (Buffer.byteLength(prefix) > longestPrefixBytes)
    return first63Bits(hmacHex(inDomain(domain, cast(value, 'text')), key));
  return keyedNumber(column(key, 'inner', 'bytes'), column(key, 'outer', 'bytes'), text(prefix), value);
}

/** Puts a value under a domain, so that one value in two domains gives two hashes that nobody can match. */
export const inDomain = (domain: readonly string[], ...values: Expression<'text'>[]): Expression<'text'> =>
  concatText(text(domain.join(separator)), ...values.flatMap((value) => [text(separator), value]));

/** Unit separator: no name in a policy can hold it, so no two domains can run into each other. */
export const separator = '\u001f';
