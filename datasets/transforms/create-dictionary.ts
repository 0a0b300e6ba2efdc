// Builds a dictionary of replacement words: seeded, per locale, without any word that the source uses itself.
import type { Faker } from '@faker-js/faker';
import type { Engine } from '../engines/engine.ts';
import { cast, column, equal, integer, rowNumber, subtract } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { ExtractError } from '../extract-error.ts';
import type { IdentifierClass } from '../identifiers/identifier-set.ts';
import { normalizedExpression } from '../identifiers/normalize.ts';
import type { DictionaryClass, DictionaryLocale } from '../policy/dictionary-classes.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import { sourceTable } from '../working-tables.ts';
import type { CompiledTable } from './compile-tables.ts';
import type { ValueMap } from './transform.ts';

const draws = 4096;
/** Fewer words would say too much of who was replaced. */
const leastWords = 50;
/** Part of the format: another seed would give other words for the same key. */
const seed = 20_240_611;

const say: Record<DictionaryClass, (faker: Faker) => string> = {
  firstName: (faker) => faker.person.firstName(),
  lastName: (faker) => faker.person.lastName(),
  fullName: (faker) => `${faker.person.firstName()} ${faker.person.lastName()}`,
  email: (faker) => faker.internet.exampleEmail().toLowerCase(),
  phone: (faker) => faker.phone.number({ style: 'international' }),
  street: (faker) => faker.location.streetAddress(),
  city: (faker) => faker.location.city(),
  region: (faker) => faker.location.county(),
  postcode: (faker) => faker.location.zipCode(),
  company: (faker) => faker.company.name(),
  jobTitle: (faker) => faker.person.jobTitle(),
};

/** Written out, so that only the locales asked for are loaded: all of them take half a second. */
const loadLocale: Record<DictionaryLocale, () => Promise<{ faker: Faker }>> = {
  en: () => import('@faker-js/faker/locale/en'),
  en_GB: () => import('@faker-js/faker/locale/en_GB'),
  en_IE: () => import('@faker-js/faker/locale/en_IE'),
  cs_CZ: () => import('@faker-js/faker/locale/cs_CZ'),
  sk: () => import('@faker-js/faker/locale/sk'),
  de: () => import('@faker-js/faker/locale/de'),
  de_AT: () => import('@faker-js/faker/locale/de_AT'),
  fr: () => import('@faker-js/faker/locale/fr'),
  it: () => import('@faker-js/faker/locale/it'),
  es: () => import('@faker-js/faker/locale/es'),
  nl: () => import('@faker-js/faker/locale/nl'),
  pl: () => import('@faker-js/faker/locale/pl'),
  sv: () => import('@faker-js/faker/locale/sv'),
};

/** Answers the words left. Throws ExtractError `bad-policy` where the source uses nearly all of the locale's words. */
export async function createDictionary(
  engine: Engine,
  { table, class: wordClass, locale }: NonNullable<ValueMap['dictionary']>,
  tables: readonly CompiledTable[],
  gathered: readonly GatheredIdentifier[],
): Promise<number> {
  const { faker } = await loadLocale[locale]();
  faker.seed(seed);
  const words = new Set(Array.from({ length: draws }, () => say[wordClass](faker)));
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
    joins: [
      {
        how: 'anti',
        relation: ownWords(wordClass, kind, tables, gathered),
        as: 'o',
        on: equal(column('o', 'value', 'text'), normalizedExpression(kind, word)),
      },
    ],
    select: { position: subtract(rowNumber(column('d', 'position', 'integer')), integer(1)), word },
  });
  if (left < leastWords)
    throw new ExtractError(
      'bad-policy',
      `expected at least ${leastWords} words of ${wordClass} in ${locale} that the source does not use itself, got ${left}; choose another locale`,
    );
  return left;
}

const identifierClassOf = (wordClass: DictionaryClass): IdentifierClass =>
  wordClass === 'email' || wordClass === 'phone' || wordClass === 'fullName' ? wordClass : 'text';

/** All words of the class in the whole source, in normal form: a replacement that is someone's real name would be a leak. */
function ownWords(
  wordClass: DictionaryClass,
  kind: IdentifierClass,
  tables: readonly CompiledTable[],
  gathered: readonly GatheredIdentifier[],
): Relation {
  const ofColumns = tables.flatMap(({ name, columns }) =>
    columns
      .filter(({ map }) => map?.dictionary?.class === wordClass)
      .map(
        ({ source, sourceType }): Relation => ({
          from: { relation: sourceTable(name), as: 's' },
          distinct: true,
          select: { value: normalizedExpression(kind, cast(column('s', source, sourceType), 'text')) },
        }),
      ),
  );
  const ofIdentifiers = gathered
    .filter(({ declared }) => declared.class === kind)
    .map(
      ({ values }): Relation => ({
        from: { relation: values, as: 'n' },
        select: { value: column('n', 'value', 'text') },
      }),
    );
  return { unionAll: [...ofColumns, ...ofIdentifiers] };
}
