// Loads the word lists that rows are built from: faker says them once, SQL picks from them.
import type { DuckDBConnection } from '@duckdb/node-api';
import { allLocales, Faker } from '@faker-js/faker';
import { DICTIONARY_SIZES } from './assumptions.ts';

type BankLocale = keyof typeof allLocales;

/** Creates one table (`position` from 0, `word`) per dictionary: first_names, last_names, streets, cities, regions, officers. */
export async function loadDictionaries(
  connection: DuckDBConnection,
  { seed, locale }: { seed: number; locale: BankLocale },
): Promise<void> {
  const faker = new Faker({ locale: [allLocales[locale], allLocales.en, allLocales.base], seed });
  const say = {
    first_names: [DICTIONARY_SIZES.firstNames, () => faker.person.firstName()],
    last_names: [DICTIONARY_SIZES.lastNames, () => faker.person.lastName()],
    streets: [DICTIONARY_SIZES.streets, () => faker.location.street()],
    cities: [DICTIONARY_SIZES.cities, () => faker.location.city()],
    regions: [DICTIONARY_SIZES.regions, () => faker.location.county()],
    officers: [DICTIONARY_SIZES.officers, () => faker.person.fullName()],
  } as const satisfies Record<string, readonly [number, () => string]>;
  for (const [table, [size, word]] of Object.entries(say)) {
    await load(connection, table, faker.helpers.uniqueArray(word, size), size);
  }
}

async function load(connection: DuckDBConnection, table: string, words: string[], size: number): Promise<void> {
  // SQL picks by position below the declared size: a shorter list would leave rows without a word.
  if (words.length !== size)
    throw new Error(`dictionary ${table}: expected ${size} distinct words, faker gave ${words.length}`);
  await connection.run(`CREATE TABLE ${table} (position INTEGER, word VARCHAR)`);
  const appender = await connection.createAppender(table);
  words.forEach((word, position) => {
    appender.appendInteger(position);
    appender.appendVarchar(word);
    appender.endRow();
  });
  appender.closeSync();
}
