// Faker by locale, seeded: the same words in the same order on every machine that the lock file gives this version to.
import type { Faker } from '@faker-js/faker';
import type { DictionaryLocale } from '../policy/dictionary-classes.ts';

/** Another version has other words: the manifest names it. */
export const fakerVersion = '10.6.0';
/** Part of the format: another seed would give other words for the same key. */
const seed = 20_240_611;

/** Written out, so that only the locales asked for are loaded: all of them take half a second. */
const loaders: Record<DictionaryLocale, () => Promise<{ faker: Faker }>> = {
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

export async function loadFaker(locale: DictionaryLocale): Promise<Faker> {
  const { faker } = await loaders[locale]();
  faker.seed(seed);
  return faker;
}

/** Faker's counties are English whatever the locale; its states are American where a locale has none of its own. */
export const regionOf = (faker: Faker, locale: DictionaryLocale): string =>
  locale === 'en_GB' || locale === 'en_IE' ? faker.location.county() : faker.location.state();
