// Recognizes streets with house numbers, post-office boxes and whole addresses over several lines.
import { endOfAddress } from './address-extent.ts';
import {
  box,
  edges,
  house,
  leadingStreetWord,
  ledWords,
  military,
  militaryOffice,
  nameWord,
  nameWords,
  streetWord,
  unit,
} from './address-parts.ts';
import { type EntityFinder, isAnnounced, matchesOf } from './entity-finder.ts';
import type { Entity } from './entity-types.ts';
import { fold } from './fold.ts';
import { nameDictionaries } from './name-dictionaries.ts';
import { postcodesIn } from './postcodes.ts';
import { streetEndings } from './word-lists.ts';

/** Number first: 12 (34) High Street. */
const numberFirst = edges(
  `(?:${house} ){1,2}(?:${nameWords(4)} )?(?<street>${streetWord})(?: ${ledWords(4)})?(?: ${house})?`,
);
/** Street first: Rue de la Paix 5, ul. Zamkowa 33, Via dei Fiorentini 17. */
const streetFirst = edges(
  String.raw`(?:${house} )?${leadingStreetWord} (?:${nameWords(5)}|[\p{L} ]{3,30})(?: ${house})`,
);
/** One word that ends like a street: Hauptstraße 5. */
const oneWord = edges(String.raw`(?:${house} )?(?:${nameWords(3)} )?(?<street>[\p{L}\p{M}'’-]{5,40}) ${house}`);
/** A street's own word in small letters: Csabai kapu 39, Stensås terrasse 38. */
const smallWord = edges(String.raw`(?:${house} )?${nameWord}(?: [\p{L}\p{M}'’.-]+){0,2} (?:${streetWord}) ${house}`);
/** A street without its number. */
const named = edges(
  String.raw`${nameWords(3)} (?:Street|St\.|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Terrace|Crescent|Square)\.?`,
);
/** A name between two numbers, whatever it means: 50541 Mlýnská 1540. */
const betweenNumbers = edges(String.raw`\d{2,6} (?<name>${nameWords(6)}) ${house}`);
/** A name with a number, alone in its line or between commas. */
const ownLine = new RegExp(
  String.raw`(?<=^|\n[>? ]*|[,:] )(?<value>${nameWords(4)} \d{1,4}[A-Za-z]?)(?=[,.]?(?:\n|$)|, \p{Lu})`,
  'gmu',
);
const corners = edges(
  String.raw`(?:[Tt]he )?(?:corner|intersection) of [\p{L}\p{N}'’. -]{3,45}? (?:and|&) (?:${house} )?(?:${nameWords(4)}|\p{L}{1,4}\. ${nameWords(3)})(?: ${house})?`,
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
    ...matchesOf(plain, numberFirst, 'address', () => 0.9),
    ...matchesOf(plain, streetFirst, 'address', () => 0.88),
    ...matchesOf(plain, smallWord, 'address', () => 0.88),
    ...matchesOf(plain, named, 'address', () => 0.85),
    ...[...plain.matchAll(oneWord)].flatMap(({ 0: found, index, groups }): Entity[] =>
      streetEndings.test(fold(groups?.['street'] ?? ''))
        ? [{ type: 'address', start: index, end: index + found.length, confidence: 0.88 }]
        : [],
    ),
    ...matchesOf(plain, betweenNumbers, 'address', (found) => (isDated(found) || isAmount(found) ? 0 : 0.87)),
    ...matchesOf(plain, ownLine, 'address', (found, start) => (isDated(found) ? 0 : announced(start) ? 0.86 : 0.5)),
    ...matchesOf(plain, corners, 'address', () => 0.9),
    ...matchesOf(plain, boxes, 'address', () => 0.85),
    ...matchesOf(plain, units, 'address', (_found, start) => (announced(start) ? 0.86 : 0.84)),
    ...matchesOf(plain, forces, 'address', () => 0.9),
    ...announcedStreets(plain, announced),
  ];
  return [...cores.map((core) => ({ ...core, end: endOfAddress(text, core.end) })), ...postcodesIn(text)];
};

const announcedStreet = edges(String.raw`(?:${house} )${nameWords(4)}|${nameWords(4)} \d{1,4}[A-Za-z]?`);

/** After a word that announces an address, a name with a number is one. */
const announcedStreets = (text: string, announced: (start: number) => boolean): Entity[] =>
  matchesOf(text, announcedStreet, 'address', (found, start) => (announced(start) && !isDated(found) ? 0.86 : 0));

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

/** 2000 CZK Praha 4, 0800 VS 1234: a code in capitals after the number makes it an amount or a symbol. */
const isAmount = (found: string): boolean => /^\d+ \p{Lu}{2,3} /u.test(found);
