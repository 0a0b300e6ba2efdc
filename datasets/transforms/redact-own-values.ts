// Finds the source's own identifiers inside texts: whole values by every identifier's normal form, and single words of names.
import type { Engine } from '../engines/engine.ts';
import { and, characters, column, equal, integer, less, matches, maximum, replaceAll } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { candidatesIn, longestWordsOf } from '../identifiers/candidates.ts';
import type { IdentifierClass } from '../identifiers/identifier-set.ts';
import { normalize } from '../identifiers/normalize.ts';
import type { EntityType } from '../identifiers/recognizers/entity-types.ts';
import { nameDictionaries } from '../identifiers/recognizers/name-dictionaries.ts';
import { wordsOf } from '../identifiers/recognizers/words-of.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import type { RedactedSpan } from './redact-spans.ts';

/** A table of values in normal form, as the column `value`. */
type Lookup = { values: string; class: IdentifierClass; longestWords: number };

const askedTable = 'redaction candidates';
const nameWordsTable = 'redaction name words';
/** Words of names that are looked for alone: the fifth of a name says little. */
const wordsOfAName = 4;

const typeOf: Record<IdentifierClass, EntityType> = {
  email: 'email',
  phone: 'phone',
  iban: 'iban',
  number: 'nationalId',
  fullName: 'personName',
  text: 'username',
  pan: 'pan',
  nationalId: 'nationalId',
  ip: 'ip',
  address: 'address',
};

/** What of one name of several words may be looked for alone. */
const leastWord = 3;

/**
 * Values are looked up by joining the candidates of some texts with the tables of gathered values, so that memory holds those of the
 * texts at hand and never those of the source.
 */
export class OwnValues {
  readonly #engine: Engine;
  readonly #lookups: readonly Lookup[];
  readonly #hasNames: boolean;

  private constructor(engine: Engine, lookups: readonly Lookup[], hasNames: boolean) {
    this.#engine = engine;
    this.#lookups = lookups;
    this.#hasNames = hasNames;
  }

  /** `others` are tables of values in the normal form of texts. */
  static async open(
    engine: Engine,
    gathered: readonly GatheredIdentifier[],
    others: readonly string[],
  ): Promise<OwnValues> {
    const lookups = gathered.map(({ values, declared, shape }) => lookupOf(values, declared.class, shape.longestValue));
    for (const table of others) lookups.push(lookupOf(table, 'text', await longestIn(engine, table)));
    const names = lookups.filter((each) => each.class === 'fullName');
    if (names.length > 0)
      await engine.create(nameWordsTable, {
        from: { relation: { unionAll: names.flatMap(({ values }) => wordsIn(values)) }, as: 'w' },
        where: less(integer(leastWord - 1), characters(column('w', 'value', 'text'))),
        distinct: true,
        select: { value: column('w', 'value', 'text') },
      });
    return new OwnValues(engine, lookups, names.length > 0);
  }

  /** Spans per text, in the order of the texts. Every hit counts, by chance or not: what is gone too much harms nobody. */
  async spansIn(texts: readonly string[]): Promise<RedactedSpan[][]> {
    const spans: RedactedSpan[][] = texts.map(() => []);
    for (const lookup of this.#lookups) {
      const found = texts.map((text) => candidatesIn({ text, start: 0 }, lookup.class, lookup.longestWords));
      const own = await this.#held(
        lookup.values,
        found.flat().map(({ normalized }) => normalized),
      );
      for (const [at, candidates] of found.entries())
        for (const { normalized, start, end } of candidates)
          if (own.has(normalized)) spans[at]?.push({ start, end, type: typeOf[lookup.class] });
    }
    if (this.#hasNames) await this.#addNameWords(texts, spans);
    return spans;
  }

  /** "Mrs. Nováková" is Anna Nováková: a word of a name counts where it is written as one. */
  async #addNameWords(texts: readonly string[], spans: RedactedSpan[][]): Promise<void> {
    const { words: ordinary } = nameDictionaries();
    const found = texts.map((text) => {
      const isSmall = !/\p{Lu}/u.test(text);
      return wordsOf(text)
        .filter(({ capital, opens, folded }) => (capital || isSmall) && !(ordinary.has(folded) && (opens || isSmall)))
        .map((word) => ({ ...word, parts: word.text.split(/[^\p{L}]+/u).map((part) => normalize('fullName', part)) }));
    });
    const own = await this.#held(
      nameWordsTable,
      found.flatMap((words) => words.flatMap(({ parts }) => parts)),
    );
    for (const [at, words] of found.entries())
      for (const { parts, start, end } of words)
        if (parts.some((part) => own.has(part))) spans[at]?.push({ start, end, type: 'lastName' });
  }

  async #held(values: string, asked: readonly string[]): Promise<ReadonlySet<string>> {
    const distinct = [...new Set(asked)];
    if (distinct.length === 0) return new Set();
    await this.#engine.createFromValues(
      askedTable,
      { value: 'text' },
      distinct.map((value) => [value]),
    );
    const value = column('a', 'value', 'text');
    const [held = []] = await this.#engine.columns({
      from: { relation: askedTable, as: 'a' },
      joins: [{ how: 'semi', relation: values, as: 'v', on: equal(column('v', 'value', 'text'), value) }],
      select: { value },
    });
    return new Set(held.map(String));
  }
}

const lookupOf = (values: string, kind: IdentifierClass, longest: number): Lookup => ({
  values,
  class: kind,
  longestWords: longestWordsOf(kind, longest),
});

async function longestIn(engine: Engine, table: string): Promise<number> {
  const longest = maximum(characters(column('v', 'value', 'text')));
  const [[answer] = []] = await engine.rows({ from: { relation: table, as: 'v' }, select: { longest } });
  return Number(answer ?? 0);
}

/** The first, second … word of every name in normal form, which is words between single spaces. */
function wordsIn(values: string): Relation[] {
  const value = column('v', 'value', 'text');
  return Array.from({ length: wordsOfAName }, (_, before): Relation => {
    const pattern = `^(?:[^ ]+ ){${before}}([^ ]+)(?: .*)?$`;
    return {
      from: { relation: values, as: 'v' },
      // One word is a whole value already.
      where: and(matches(value, ' '), matches(value, pattern)),
      select: { value: replaceAll(value, pattern, '\\1') },
    };
  });
}
