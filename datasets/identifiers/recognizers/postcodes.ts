// Recognizes post codes by their form, their label, or the place beside them.
import { edges, postcodeForms } from './address-parts.ts';
import { isAnnounced, matchesOf } from './entity-finder.ts';
import type { Entity } from './entity-types.ts';
import { fold } from './fold.ts';
import { nameDictionaries } from './name-dictionaries.ts';

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
const codes = edges(postcodeForms.join('|'));
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
        [place, last].some((each) => places.has(fold(each))) || states.test(place) || /^[\p{Lu}-]{4,}$/u.test(last);
      const end = match.index + match[0].length;
      return isPlace && !/^(?:19|20)\d{2}$/.test(code)
        ? [{ type: 'postcode', start: end - code.length, end, confidence: 0.65 }]
        : [];
    }),
  ];
}
