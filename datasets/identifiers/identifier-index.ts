// An identifier set made ready for looking values up.
import { createHmac } from 'node:crypto';
import { separator } from '../keys/keyed-hash.ts';
import { longestWordsOf } from './candidates.ts';
import type { IdentifierClass, IdentifierSet } from './identifier-set.ts';

export type IndexedIdentifier = {
  name: string;
  class: IdentifierClass;
  context: readonly string[];
  minimumEntropyBits: number;
  longestValue: number;
  /** Most words that a value can have. */
  longestWords: number;
  size: number;
  hasTuple: boolean;
};

type Lookup = { values: ReadonlySet<string>; tuples: ReadonlySet<string>; companions: number };

export class IdentifierIndex {
  readonly identifiers: readonly IndexedIdentifier[];
  readonly #key: Buffer;
  readonly #lookups = new Map<string, Lookup>();
  /** Texts repeat themselves, and a hash costs a microsecond. */
  readonly #hashes = new Map<string, string>();

  constructor(set: IdentifierSet) {
    this.#key = Buffer.from(set.key, 'base64');
    this.identifiers = set.identifiers.map((each) => {
      const companions = (each.tuple?.columns.length ?? 0) - 1;
      this.#lookups.set(each.name, { values: new Set(each.values), tuples: new Set(each.tuple?.values), companions });
      return {
        name: each.name,
        class: each.class,
        context: each.context,
        minimumEntropyBits: each.minimumEntropyBits,
        longestValue: each.longestValue,
        longestWords: longestWordsOf(each.class, each.longestValue),
        size: each.values.length,
        hasTuple: each.tuple !== null,
      };
    });
  }

  holds({ name }: IndexedIdentifier, normalized: string): boolean {
    return this.#lookups.get(name)?.values.has(this.#hash(normalized)) ?? false;
  }

  /** Tries every ordered choice of companions from one row. */
  holdsTuple({ name }: IndexedIdentifier, normalized: string, row: readonly string[]): boolean {
    const lookup = this.#lookups.get(name);
    if (!lookup) return false;
    const complete = (tuple: string, left: number): boolean =>
      left <= 0
        ? lookup.tuples.has(this.#hash(tuple))
        : row.some((companion) => complete(tuple + separator + companion, left - 1));
    return complete(normalized, lookup.companions);
  }

  #hash(message: string): string {
    const known = this.#hashes.get(message);
    if (known !== undefined) return known;
    const hash = createHmac('sha256', this.#key).update(message).digest().subarray(0, 16).toString('base64');
    this.#hashes.set(message, hash);
    return hash;
  }
}
