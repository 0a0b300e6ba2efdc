// Numbers hashed by a key, chunk by chunk, against node:crypto.
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { chunkNumbers, KeyedNumbers } from '../../../../datasets/engines/duckdb/keyed-numbers.ts';
import { longestPrefixBytes } from '../../../../datasets/engines/expression.ts';

const padded = (key: Buffer, pad: number) =>
  Buffer.concat([key, Buffer.alloc(64 - key.length)]).map((byte) => byte ^ pad);
const domainOf = (key: Buffer, prefix: string) => ({
  inner: padded(key, 0x36),
  outer: padded(key, 0x5c),
  prefix: Buffer.from(prefix),
});
const wanted = (key: Buffer, prefix: string, number: bigint) =>
  createHmac('sha256', key).update(`${prefix}${number}`).digest().readBigUInt64BE() >> 1n;

const edges = [0, 1, 9, 10, 999_999_999, 1e9, 1e9 + 1, 99_999_999_999, Number.MAX_SAFE_INTEGER].map(BigInt);
const outer = [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n];
const numbers = [...edges, ...outer, ...[...edges, ...outer].map((each) => -each), -(2n ** 63n)];

function hashesOf(hashing: KeyedNumbers, key: Buffer, prefix: string, values: readonly bigint[]): bigint[] {
  hashing.numbers.set(values);
  hashing.hash(domainOf(key, prefix), values.length);
  return [...hashing.hashes.subarray(0, values.length)];
}

it('answers what node:crypto answers, for numbers of every length and prefixes of every length', () => {
  const hashing = new KeyedNumbers();
  for (let length = 0; length <= longestPrefixBytes; length++) {
    const key = Buffer.alloc(32, length + 1);
    const prefix = 'é'.repeat(length >> 1) + 'x'.repeat(length & 1);
    // mutant: rotate by 19 instead of 18, put the length in bytes, or leave out the sign; caught here.
    expect(hashesOf(hashing, key, prefix, numbers)).toEqual(numbers.map((each) => wanted(key, prefix, each)));
  }
});

it('lets no longer number, other prefix or other key of an earlier chunk show through', () => {
  const hashing = new KeyedNumbers();
  const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  hashesOf(hashing, first, 'a longer prefix', [-(2n ** 63n), 5n, 6n, 7n, 8n]);
  // mutant: leave the digits of the number before in place; caught here.
  expect(hashesOf(hashing, first, 'a longer prefix', [3n])).toEqual([wanted(first, 'a longer prefix', 3n)]);
  expect(hashesOf(hashing, first, 'short', [3n])).toEqual([wanted(first, 'short', 3n)]);
  expect(hashesOf(hashing, second, 'short', [3n])).toEqual([wanted(second, 'short', 3n)]);
});

it('fills a whole chunk, each lane with its own number', () => {
  const key = Buffer.alloc(32, 7);
  const values = Array.from({ length: chunkNumbers }, (_, at) => BigInt(at) * 7_919_777n);
  expect(hashesOf(new KeyedNumbers(), key, 'p', values)).toEqual(values.map((each) => wanted(key, 'p', each)));
});
