// Addresses that nobody lives at: every one drawn whole. Faker knows no map: its streets need not be in its cities.
import type { DictionaryLocale } from '../policy/dictionary-classes.ts';
import { loadFaker, regionOf } from './faker-locales.ts';

export type DrawnAddress = {
  street: string;
  city: string;
  postcode: string;
  region: string;
  country: string;
  full: string;
};

const draws = 1 << 15;

const countries: Record<DictionaryLocale, string> = {
  en: 'United States',
  en_GB: 'United Kingdom',
  en_IE: 'Ireland',
  cs_CZ: 'Česko',
  sk: 'Slovensko',
  de: 'Deutschland',
  de_AT: 'Österreich',
  fr: 'France',
  it: 'Italia',
  es: 'España',
  nl: 'Nederland',
  pl: 'Polska',
  sv: 'Sverige',
};

/** In a fixed order, no address twice. */
export async function drawAddresses(locale: DictionaryLocale): Promise<DrawnAddress[]> {
  const faker = await loadFaker(locale);
  const addresses = new Map<string, DrawnAddress>();
  for (let draw = 0; draw < draws; draw++) {
    const [street, city] = [faker.location.streetAddress(), faker.location.city()];
    const [postcode, region] = [faker.location.zipCode(), regionOf(faker, locale)];
    const full = locale.startsWith('en') ? `${street}, ${city} ${postcode}` : `${street}, ${postcode} ${city}`;
    if (!addresses.has(full)) addresses.set(full, { street, city, postcode, region, country: countries[locale], full });
  }
  return [...addresses.values()];
}
