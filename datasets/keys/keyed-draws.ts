// Draws that look random and are the same in every run with one key: HMAC-SHA256 in counter mode.
import { createHmac } from 'node:crypto';

export class KeyedDraws {
  readonly #key: Buffer;
  readonly #domain: string;
  #block = Buffer.alloc(0);
  #counter = 0;
  #at = 0;

  /** Two domains under one key give draws that have nothing to do with each other. */
  constructor(key: Buffer, domain: string) {
    this.#key = key;
    this.#domain = domain;
  }

  /** A whole number from 0 below `bound`, which is at most 2³². */
  below(bound: number): number {
    return Math.floor((this.#word() / 2 ** 32) * bound);
  }

  /** `size` different ones of `0 … bound - 1`, or all of them, in drawn order. */
  sample(bound: number, size: number): number[] {
    const moved = new Map<number, number>();
    return Array.from({ length: Math.min(bound, size) }, (_, at) => {
      const drawn = at + this.below(bound - at);
      const chosen = moved.get(drawn) ?? drawn;
      moved.set(drawn, moved.get(at) ?? at);
      return chosen;
    });
  }

  #word(): number {
    if (this.#at + 4 > this.#block.length) {
      this.#block = createHmac('sha256', this.#key)
        .update(`${this.#domain}\u001f${this.#counter++}`)
        .digest();
      this.#at = 0;
    }
    this.#at += 4;
    return this.#block.readUInt32BE(this.#at - 4);
  }
}
