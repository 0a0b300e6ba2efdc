// HMAC-SHA256 of chunks of whole numbers: the part of the work that costs most, done six times cheaper than in SQL.
import { initialState, instantiateLanes, type Lanes, layout } from './sha256-lanes.ts';

const lanesPerGroup = 4;
const wordBytes = 4;
export const chunkNumbers = layout.groups * lanesPerGroup;

/** What all numbers of a chunk share. The blocks are the key's, padded for the inner and the outer hash (RFC 2104). */
type KeyedDomain = { inner: Uint8Array; outer: Uint8Array; prefix: Uint8Array };

/**
 * Answers chunks of numbers with the first 63 bits of their HMACs. The message is the prefix with the decimal digits of the
 * number; it must fit one block: at most `longestPrefix` bytes (expression.ts).
 */
export class KeyedNumbers {
  readonly #lanes: Lanes = instantiateLanes();
  readonly #words = new Int32Array(this.#lanes.memory.buffer);
  readonly #bytes = new Uint8Array(this.#lanes.memory.buffer);
  /** Put numbers in here, then take their hashes out of `hashes`. */
  readonly numbers = new BigInt64Array(chunkNumbers);
  readonly hashes = new BigInt64Array(chunkNumbers);
  readonly #halves = new Int32Array(this.numbers.buffer);
  readonly #hashHalves = new Int32Array(this.hashes.buffer);
  #domain: KeyedDomain | undefined;

  /** Hashes the first `count` of `numbers`. */
  hash(domain: KeyedDomain, count: number): void {
    if (!this.#domain || !isSame(this.#domain, domain)) this.#enter(domain);
    const prefixBytes = domain.prefix.length;
    for (let at = 0; at < count; at++) this.#putMessage(at, prefixBytes);
    this.#lanes.run(Math.ceil(count / lanesPerGroup));
    for (let at = 0; at < count; at++) {
      const word = (layout.results + (at >> 2) * layout.resultBytes) / wordBytes + (at & 3);
      const [first = 0, second = 0] = [this.#words[word], this.#words[word + lanesPerGroup]];
      this.#hashHalves[2 * at] = (first << 31) | (second >>> 1);
      this.#hashHalves[2 * at + 1] = first >>> 1;
    }
  }

  #enter(domain: KeyedDomain): void {
    this.#putState(layout.inner, domain.inner);
    this.#putState(layout.outer, domain.outer);
    // The outer message is one block of key with 32 bytes of inner hash: 96 bytes, then the padding of the standard.
    for (let word = 8; word < 16; word++)
      this.#putWord(layout.outerBlock, word, word === 8 ? 0x80000000 : word === 15 ? 96 * 8 : 0);
    this.#bytes.fill(0, layout.messages, layout.messages + layout.groups * layout.messageBytes);
    for (let at = 0; at < chunkNumbers; at++)
      for (const [position, byte] of domain.prefix.entries()) this.#putByte(messageAt(at), position, byte);
    this.#domain = { inner: domain.inner.slice(), outer: domain.outer.slice(), prefix: domain.prefix.slice() };
  }

  #putState(address: number, keyBlock: Uint8Array): void {
    const block = new DataView(keyBlock.buffer, keyBlock.byteOffset, keyBlock.byteLength);
    for (const [word, value] of initialState.entries()) this.#putWord(address, word, value);
    for (let word = 0; word < 16; word++) this.#putWord(layout.messages, word, block.getUint32(word * wordBytes));
    this.#lanes.compress(address, layout.messages, address);
  }

  #putWord(address: number, word: number, value: number): void {
    this.#words.fill(
      value,
      address / wordBytes + word * lanesPerGroup,
      address / wordBytes + (word + 1) * lanesPerGroup,
    );
  }

  /** Words are big-endian in the standard and little-endian here. */
  #putByte(message: number, position: number, byte: number): void {
    this.#bytes[message + (position >> 2) * lanesPerGroup * wordBytes + 3 - (position & 3)] = byte;
  }

  #putMessage(at: number, prefixBytes: number): void {
    const message = messageAt(at);
    const high = this.#halves[2 * at + 1] ?? 0;
    const isSafe = high >= 0 && high < 0x200000;
    const end = isSafe
      ? this.#putSafeDigits(message, prefixBytes, high * 0x100000000 + ((this.#halves[2 * at] ?? 0) >>> 0))
      : this.#putText(message, prefixBytes, String(this.numbers[at]));
    this.#putByte(message, end, 0x80);
    // A longer number may have stood here before.
    for (let position = end + 1; position <= prefixBytes + longestDigits; position++)
      this.#putByte(message, position, 0);
    this.#words[message / wordBytes + 15 * lanesPerGroup] = (64 + end) * 8;
  }

  /** Of a number from 0 below 2^53; in two parts, because division is fast below 2^31 only. Answers where the digits end. */
  #putSafeDigits(message: number, start: number, value: number): number {
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits++;
    let position = start + digits;
    let upper = Math.floor(value / 1e9);
    let lower = (value - upper * 1e9) | 0;
    for (let left = upper === 0 ? digits : 9; left > 0; left--) {
      const rest = (lower / 10) | 0;
      this.#putByte(message, --position, 48 + lower - rest * 10);
      lower = rest;
    }
    while (position > start) {
      const rest = (upper / 10) | 0;
      this.#putByte(message, --position, 48 + upper - rest * 10);
      upper = rest;
    }
    return start + digits;
  }

  #putText(message: number, start: number, text: string): number {
    for (let position = 0; position < text.length; position++)
      this.#putByte(message, start + position, text.charCodeAt(position));
    return start + text.length;
  }
}

/** -9223372036854775808 has twenty characters. */
const longestDigits = 20;

const messageAt = (at: number) => layout.messages + (at >> 2) * layout.messageBytes + (at & 3) * wordBytes;

const isSame = (a: KeyedDomain, b: KeyedDomain) =>
  Buffer.compare(a.inner, b.inner) === 0 &&
  Buffer.compare(a.outer, b.outer) === 0 &&
  Buffer.compare(a.prefix, b.prefix) === 0;
