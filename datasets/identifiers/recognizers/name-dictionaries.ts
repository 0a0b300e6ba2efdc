// First names, last names, cities, countries and ordinary words of all of faker's locales, ready to be asked.
import { createRequire } from 'node:module';
import type { LocaleDefinition } from '@faker-js/faker';
import { fold } from './fold.ts';
import { functionWords, officeWords, particles } from './word-lists.ts';

export type NameDictionaries = {
  firstNames: ReadonlySet<string>;
  lastNames: ReadonlySet<string>;
  /** Cities, regions and countries; several words stay one entry. */
  places: ReadonlySet<string>;
  countries: ReadonlySet<string>;
  /** Languages, as faker calls them. */
  nationalities: ReadonlySet<string>;
  months: ReadonlySet<string>;
  weekdays: ReadonlySet<string>;
  /** What stands in ordinary sentences: with a capital it begins one rather than names somebody. */
  words: ReadonlySet<string>;
};

let loaded: NameDictionaries | undefined;

/** Built at the first question: all locales take a third of a second to load, and few runs ask. */
export function nameDictionaries(): NameDictionaries {
  loaded ??= build();
  return loaded;
}

function build(): NameDictionaries {
  // Not imported at the top, because every extract would pay for what only proposals and redactions need.
  const { allLocales } = createRequire(import.meta.url)('@faker-js/faker') as {
    allLocales: Record<string, LocaleDefinition>;
  };
  const locales = Object.values(allLocales);
  const words = (choose: (locale: LocaleDefinition) => unknown, least = 2): Set<string> =>
    new Set(
      locales
        .flatMap((locale) => textsIn(choose(locale)))
        .map(fold)
        .filter((word) => word.length >= least),
    );
  const firstNames = words(({ person }) => person?.first_name);
  const lastNames = words(({ person }) => person?.last_name);
  const countries = words(({ location }) => [location?.country, otherCountries], 3);
  const cities = words(({ location }) => [location?.city_name, location?.state, location?.county], 3);
  return {
    firstNames: withParts(firstNames),
    lastNames: withParts(lastNames),
    countries,
    places: new Set([...countries, ...cities]),
    nationalities: words(({ location }) => location?.language, 4),
    months: words(({ date }) => date?.month, 3),
    weekdays: words(({ date }) => date?.weekday, 3),
    words: ordinaryWords(words(({ word }) => word, 2)),
  };
}

/** Usual names that faker has by another one. */
const otherCountries = [
  'Czech Republic',
  'Russia',
  'USA',
  'United States',
  'UK',
  'England',
  'Scotland',
  'Wales',
  'Great Britain',
  'South Korea',
  'Holland',
  'Slovakia',
  'Iran',
  'Syria',
  'Vietnam',
  'Turkey',
  'Bolivia',
  'Venezuela',
  'Tanzania',
  'Macedonia',
  'Moldova',
  'Taiwan',
  'Scandinavia',
  'Europe',
];

/** The texts anywhere inside faker's lists, whether plain, weighted or by sex. */
function textsIn(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  if ('value' in node && 'weight' in node) return textsIn(node.value);
  if ('name' in node && 'alpha2' in node) return textsIn(node.name);
  return Object.values(node).flatMap(textsIn);
}

/** Names of several words are asked word by word. */
function withParts(names: ReadonlySet<string>): Set<string> {
  const parts = [...names]
    .flatMap((name) => name.split(/[\s]+/))
    .filter((part) => part.length > 2 && !particles.has(part));
  return new Set([...names, ...parts]);
}

/** English forms of the words that faker has: plurals, third persons, tenses, adverbs. */
function ordinaryWords(stems: ReadonlySet<string>): Set<string> {
  const all = new Set([...stems, ...functionWords, ...officeWords]);
  for (const stem of [...stems, ...officeWords].filter(({ length }) => length > 3)) {
    const short = stem.replace(/[ey]$/, '');
    for (const form of [
      `${stem}s`,
      `${stem}ed`,
      `${stem}ing`,
      `${stem}ly`,
      `${stem}d`,
      `${short}ies`,
      `${short}ied`,
      `${short}ing`,
      `${stem}er`,
      `${stem}es`,
    ])
      all.add(form);
  }
  return all;
}
