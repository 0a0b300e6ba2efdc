// Builds a dictionary of replacement words: seeded, per locale, without the words that the source uses itself.
import type { Faker } from '@faker-js/faker';
import type { Engine } from '../engines/engine.ts';
import { column, equal, integer, rowNumber, subtract } from '../engines/expression.ts';
import { ExtractError } from '../extract-error.ts';
import { normalizedExpression } from '../identifiers/normalize.ts';
import { type DictionaryClass, type DictionaryLocale, identifierClassOf } from '../policy/dictionary-classes.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import type { CompiledTable } from './compiled-table.ts';
import { loadFaker, regionOf } from './faker-locales.ts';
import { ownValues } from './own-values.ts';
import type { Ingredient } from './transform.ts';

const draws = 1 << 16;
/** Fewer words would say too much of who was replaced. */
export const leastWords = 50;

const say: Record<DictionaryClass, (faker: Faker, locale: DictionaryLocale) => string> = {
  firstName: (faker) => faker.person.firstName(),
  lastName: (faker) => faker.person.lastName(),
  fullName: (faker) => `${faker.person.firstName()} ${faker.person.lastName()}`,
  email: (faker) => faker.internet.exampleEmail().toLowerCase(),
  phone: (faker) => faker.phone.number({ style: 'international' }),
  street: (faker) => faker.location.streetAddress(),
  city: (faker) => faker.location.city(),
  region: regionOf,
  postcode: (faker) => faker.location.zipCode(),
  company: (faker) => faker.company.name(),
  jobTitle: (faker) => faker.person.jobTitle(),
};

/** Answers the words left. Throws ExtractError `bad-policy` where the source uses nearly all of the locale's words. */
export async function createWords(
  engine: Engine,
  { table, class: wordClass, locale, ownWords }: Extract<Ingredient, { kind: 'words' }>,
  tables: readonly CompiledTable[],
  gathered: readonly GatheredIdentifier[],
): Promise<number> {
  const faker = await loadFaker(locale);
  const words = new Set(Array.from({ length: draws }, () => say[wordClass](faker, locale)));
  const drawn = `${table} drawn`;
  await engine.createFromValues(
    drawn,
    { position: 'integer', word: 'text' },
    [...words].map((word, position) => [BigInt(position), word]),
  );
  const kind = identifierClassOf(wordClass);
  const word = column('d', 'word', 'text');
  const left = await engine.create(table, {
    from: { relation: drawn, as: 'd' },
    joins:
      ownWords === 'allow'
        ? []
        : [
            {
              how: 'anti',
              relation: ownValues({ holds: wordClass, class: kind }, tables, gathered),
              as: 'o',
              on: equal(column('o', 'value', 'text'), normalizedExpression(kind, word)),
            },
          ],
    select: { position: subtract(rowNumber(column('d', 'position', 'integer')), integer(1)), word },
  });
  if (left < leastWords)
    throw new ExtractError(
      'bad-policy',
      `expected at least ${leastWords} words of ${wordClass} in ${locale}${ownWords === 'allow' ? '' : ' that the source does not use itself'}, got ${left}; choose another locale, or ownWords: allow where sharing such a word says nothing of a person`,
    );
  return left;
}
