// Recognizes streets with house numbers, post-office boxes and whole addresses over several lines.
import {
  box,
  house,
  military,
  militaryOffice,
  nameWord,
  nameWords,
  postcodes,
  streetWord,
  unit,
} from './address-parts.ts';
import { type EntityFinder, isAnnounced, matchesOf } from './entity-finder.ts';
import type { Entity } from './entity-types.ts';
import { fold } from './fold.ts';
import { nameDictionaries } from './name-dictionaries.ts';
import { streetEndings } from './word-lists.ts';

const edges = (pattern: string) => new RegExp(`(?<![\\p{L}\\p{N}_@#€$.-])(?:${pattern})(?![\\p{L}\\p{N}_@])`, 'gu');

/** Number first: 12 (34) High Street. */
const numberFirst = edges(
  `(?:${house} ){1,2}(?:${nameWords(4)} )?(?<street>${streetWord})(?: ${nameWords(4)})?(?: ${house})?`,
);
/** Street first: Rue de la Paix 5, ul. Zamkowa 33, Via dei Fiorentini 17. */
const streetFirst = edges(String.raw`(?:${house} )?${streetWord} (?:${nameWords(5)}|[\p{L} ]{3,30})(?: ${house})`);
/** One word that ends like a street: Hauptstraße 5. */
const oneWord = edges(String.raw`(?:${house} )?(?:${nameWords(3)} )?(?<street>[\p{L}\p{M}'’-]{5,40}) ${house}`);
/** A name between two numbers, whatever it means: 50541 Mlýnská 1540. */
const betweenNumbers = edges(String.raw`\d{2,6} (?<name>${nameWords(6)}) ${house}`);
/** A name with a number, alone in its line or between commas. */
const ownLine = new RegExp(
  String.raw`(?<=^|\n[>? ]*|[,:] )(?<value>${nameWords(4)} \d{1,4}[A-Za-z]?)(?=[,.]?(?:\n|$)|, \p{Lu})`,
  'gmu',
);
const corners = edges(
  String.raw`(?:[Tt]he )?(?:corner|intersection) of ${house}? ?${nameWords(5)}(?: ${house})?(?: \p{L}{2,4})? (?:and|&) ${nameWords(5)}(?: ${house})?`,
);
const boxes = edges(`(?:${house} )?(?:${box})`);
const units = edges(unit);
const forces = edges(String.raw`(?:${military})(?:[\s,]+${militaryOffice})?|${militaryOffice}`);

const addressWords = [
  'address',
  'addresses',
  'live',
  'lives',
  'living',
  'located',
  'residing',
  'resides',
  'home',
  'office is at',
  'street',
  'stop at',
  'meet',
  'return to',
  'sent to',
  'moved to',
  'off at',
  'arrived at',
  'adresse',
  'wohnhaft',
  'domicilio',
  'dirección',
  'indirizzo',
  'adres',
  'adresa',
  'bydliště',
  'bytem',
  'zamieszkały',
  'endereço',
  'morada',
  'cím',
  'adress',
  'osoite',
];

export const addressesIn: EntityFinder = (text) => {
  if (!/\d/.test(text) && !/corner|intersection/.test(text)) return [];
  const plain = foldLetters(text);
  const announced = (start: number) => isAnnounced(text, start, addressWords);
  const cores: Entity[] = [
    ...matchesOf(plain, numberFirst, 'address', () => 0.8),
    ...matchesOf(plain, streetFirst, 'address', () => 0.75),
    ...[...plain.matchAll(oneWord)].flatMap(({ 0: found, index, groups }): Entity[] =>
      streetEndings.test(groups?.['street']?.toLowerCase() ?? '')
        ? [{ type: 'address', start: index, end: index + found.length, confidence: 0.8 }]
        : [],
    ),
    ...matchesOf(plain, betweenNumbers, 'address', (found) => (isDated(found) ? 0 : 0.65)),
    ...matchesOf(plain, ownLine, 'address', (found, start) => (isDated(found) ? 0 : announced(start) ? 0.7 : 0.5)),
    ...matchesOf(plain, corners, 'address', () => 0.8),
    ...matchesOf(plain, boxes, 'address', () => 0.85),
    ...matchesOf(plain, units, 'address', (_found, start) => (announced(start) ? 0.75 : 0.6)),
    ...matchesOf(plain, forces, 'address', () => 0.9),
    ...announcedStreets(plain, announced),
  ];
  return [...cores.map((core) => ({ ...core, end: endOfAddress(text, core.end) })), ...postcodesIn(text)];
};

const announcedStreet = edges(String.raw`(?:${house} )${nameWords(4)}|${nameWords(4)} \d{1,4}[A-Za-z]?`);

/** After a word that announces an address, a name with a number is one. */
const announcedStreets = (text: string, announced: (start: number) => boolean): Entity[] =>
  matchesOf(text, announcedStreet, 'address', (found, start) => (announced(start) && !isDated(found) ? 0.65 : 0));

/** Accents off, one letter for one: offsets stay. */
const foldLetters = (text: string): string =>
  text.replaceAll(/[^\p{ASCII}\p{N}\s]/gu, (letter) => {
    const plain = fold(letter);
    if (plain.length !== letter.length) return letter;
    return letter === letter.toLowerCase() ? plain : plain.toUpperCase();
  });

const isDated = (found: string): boolean => {
  const { months } = nameDictionaries();
  return found.split(/[\s.]+/).some((word) => word.length > 2 && months.has(fold(word)));
};

const continuation = new RegExp(
  String.raw`^(?<gap>[ ]*(?:,[ ]*)?(?:\n[> ?]*)?,?[ ]*)(?:(?<unit>${unit})|(?<office>${militaryOffice})|(?<state>[A-Z]{2,3})(?=[ ,\n]|$)|(?<code>\d{3} \d{2}|\d{4,6}(?:-\d{3,4})?|${postcodes.slice(0, 3).join('|')})(?![\p{L}\p{N}])|(?<name>${nameWord}(?:[ -](?:\p{Ll}{1,3} )?${nameWord}){0,4}))`,
  'u',
);
const mostParts = 7;

/** Runs on over units, towns, states, codes and countries, by commas and lines, as long as it stays an address. */
function endOfAddress(text: string, start: number): number {
  const { places } = nameDictionaries();
  let end = start;
  let breaks = 0;
  for (let part = 0; part < mostParts; part++) {
    const match = continuation.exec(text.slice(end, end + 120));
    const groups = match?.groups ?? {};
    const { gap = '', name } = groups;
    if (!match || gap === '') break;
    const rest = text.slice(end + match[0].length);
    if (/\n/.test(gap)) breaks++;
    if (name !== undefined) {
      // A label or the next sentence is no town.
      const isTown = places.has(fold(name)) || /^[A-ZÀ-Þ'’ -]{3,}$/.test(name) || /^ *(?:,|\n|\d{4}|$|\.$)/.test(rest);
      const isSet = /[,\n]/.test(gap) || places.has(fold(name)) || /^[\p{Lu}'’ -]{3,}$/u.test(name);
      if (!isTown || !isSet || /^ *:/.test(rest)) break;
    }
    end += match[0].length;
    if (breaks > 5) break;
  }
  return end;
}

const codeWords = [
  'zip',
  'zip code',
  'zipcode',
  'postcode',
  'post code',
  'postal code',
  'psč',
  'psc',
  'plz',
  'postleitzahl',
  'code postal',
  'código postal',
  'cap',
  'kod pocztowy',
  'irányítószám',
  'postnummer',
  'postinumero',
];
const announcedCodes =
  /(?<![\p{L}\p{N}_.,-])(?=[\p{Lu}\d -]*\d)[\p{Lu}\d]{2,8}(?:[ -][\p{Lu}\d]{2,4})?(?![\p{L}\p{N}_]|[.,]\p{N})/gu;
const codes = edges(postcodes.join('|'));
const afterPlace =
  /(?<place>\p{Lu}[\p{L}\p{M}'’()-]*(?:[ -]\p{L}[\p{L}\p{M}'’()-]*){0,2}),?[ \n](?<code>\d{3} \d{2}|\d{4,6})(?![\p{L}\p{N}_]|[.,:/-]\p{N})/gu;
const states =
  /\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])$/;

export function postcodesIn(text: string): Entity[] {
  const { places } = nameDictionaries();
  return [
    ...matchesOf(text, codes, 'postcode', () => 0.6),
    ...matchesOf(text, announcedCodes, 'postcode', (_found, start) => (isAnnounced(text, start, codeWords) ? 0.85 : 0)),
    ...[...text.matchAll(afterPlace)].flatMap((match): Entity[] => {
      const { place = '', code = '' } = match.groups ?? {};
      const last = place.split(/ /).at(-1) ?? '';
      const isPlace =
        [place, last].some((each) => places.has(fold(each))) || states.test(place) || /^[\p{Lu} -]{4,}$/u.test(place);
      const end = match.index + match[0].length;
      return isPlace && !/^(?:19|20)\d{2}$/.test(code)
        ? [{ type: 'postcode', start: end - code.length, end, confidence: 0.65 }]
        : [];
    }),
  ];
}
