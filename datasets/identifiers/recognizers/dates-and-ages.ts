// Recognizes dates, birth dates among them, and ages.
import { isDay } from './calendar-date.ts';
import { type EntityFinder, isAnnounced, matchesOf } from './entity-finder.ts';
import type { Entity } from './entity-types.ts';
import { fold } from './fold.ts';
import { nameDictionaries } from './name-dictionaries.ts';

const time = String.raw`(?:[T ,]{1,2}[0-2]?\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?|Z)?)?`;
const edges = (pattern: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}_/.-])(?:${pattern})(?![\\p{L}\\p{N}_/-]|\\.\\p{N})`, 'gu');

const isoDates = edges(String.raw`(?:1[89]|20)\d{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])${time}`);
const numericDates = edges(String.raw`(\d{1,2})([-/.] ?)(\d{1,2})\2((?:1[89]|20)\d{2}|\d{2})${time}`);
const wordDates = edges(
  String.raw`(?:\d{1,2}(?:st|nd|rd|th|\.)?[ -](?:of |de )?)?(?<month>\p{L}{3,12})\.?,?[ -](?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:de )?(?:(?:1[89]|20)\d{2})`,
);
const days = edges(
  String.raw`(?:\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?(?<month>\p{L}{3,12})|(?<before>\p{L}{3,12}) \d{1,2}(?:st|nd|rd|th)?)`,
);
const weekdays = /(?<![\p{L}\p{N}_])\p{L}{5,12}(?![\p{L}\p{N}_])/gu;
const years = edges(String.raw`(?:19|20)\d{2}`);

const birthWords = [
  'born',
  'birth',
  'date of birth',
  'dob',
  'd.o.b',
  'birthday',
  'birthdate',
  'geboren',
  'geburtsdatum',
  'geb',
  'né',
  'née',
  'naissance',
  'nacido',
  'nacida',
  'nacimiento',
  'nato',
  'nata',
  'nascita',
  'nascimento',
  'geboortedatum',
  'narozen',
  'narozena',
  'narození',
  'nar',
  'urodzony',
  'urodzona',
  'urodzenia',
  'född',
  'født',
  'syntynyt',
];

export const datesIn: EntityFinder = (text) => {
  const { months, weekdays: weekdayNames } = nameDictionaries();
  const isMonth = (word: string | undefined) => word !== undefined && months.has(fold(word));
  const wordMonth = (match: RegExpMatchArray) => isMonth(match.groups?.['month']) || isMonth(match.groups?.['before']);
  const found: Entity[] = [
    ...matchesOf(text, isoDates, 'date', () => 0.9),
    ...matchesOf(text, numericDates, 'date', (date) => (isNumericDate(date) ? 0.8 : 0)),
    ...[...text.matchAll(wordDates), ...text.matchAll(days)]
      .filter(wordMonth)
      .map(({ 0: date, index }): Entity => ({ type: 'date', start: index, end: index + date.length, confidence: 0.8 })),
    ...matchesOf(text, weekdays, 'date', (word) => (/^\p{Lu}/u.test(word) && weekdayNames.has(fold(word)) ? 0.6 : 0)),
    ...matchesOf(text, years, 'date', () => 0.5),
  ];
  return found.map((each) =>
    each.end - each.start > 5 && isAnnounced(text, each.start, birthWords)
      ? { ...each, type: 'dateOfBirth', confidence: 0.92 }
      : each,
  );
};

/** Either order of day and month. */
export function isNumericDate(text: string): boolean {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text);
  if (iso) return isDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4}|\d{2})(?:\D|$)/.exec(text);
  if (!parts) return false;
  const [first, second, year] = parts.slice(1).map(Number);
  return isDay(year ?? 0, second ?? 0, first ?? 0) || isDay(year ?? 0, first ?? 0, second ?? 0);
}

const agePatterns = [
  /(?<value>(?<![\p{N}.,])\d{1,3})[- ]?(?:years?|yrs?|yr|y)[- ./]?(?:old|o\b|of age)/giu,
  /(?<value>(?<![\p{N}.,])\d{1,3})[- ]?(?:y\/o|yo|f|m)(?![\p{L}\p{N}/])(?=[ ,.]|$)/gu,
  /(?:\baged?(?:\s+(?:of|is|was))?:?|\bturn(?:s|ed|ing)?|\balter:?|\bâge:?|\bedad:?|\bvěk:?)\s+(?<value>\d{1,3})(?![\p{N}.,/:-]\p{N}|\p{N})/giu,
  /(?<value>(?<![\p{N}.,])\d{1,3}) (?:jahre alt|ans\b|años|anni|jaar oud|let\b|rokov|lat\b|år gammal|år\b)/giu,
];

export const agesIn: EntityFinder = (text) =>
  agePatterns.flatMap((pattern) =>
    matchesOf(text, pattern, 'age', (age) => (Number(age) > 0 && Number(age) < 125 ? 0.75 : 0)),
  );
