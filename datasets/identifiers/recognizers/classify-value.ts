// Tells what kinds of personal value one whole cell could be.
import { isIP } from 'node:net';
import { isCardNumber, isCzechAccount, isIban, isRoutingNumber } from './account-numbers.ts';
import { postcodeForms } from './address-parts.ts';
import { addressesIn } from './addresses.ts';
import { typeNamedBy } from './column-words.ts';
import { isNumericDate } from './dates-and-ages.ts';
import type { EntityType } from './entity-types.ts';
import { fold } from './fold.ts';
import { nameDictionaries } from './name-dictionaries.ts';
import { nationalIdsOf } from './national-ids.ts';
import { emailPattern, macPattern, urlPattern } from './online-identifiers.ts';
import { isPhoneNumber } from './phone-numbers.ts';
import { functionWords, organisationWords, particles } from './word-lists.ts';

const whole = (pattern: string, flags = 'u') => new RegExp(`^(?:${pattern})$`, flags);
const email = whole(emailPattern);
const url = whole(urlPattern);
const mac = whole(macPattern);
const postcode = whole(postcodeForms.join('|'));
const domain = /^(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|io|eu|co\.uk|[a-z]{2})(?:\/\S*)?$/i;

/**
 * All kinds that it could be, the checks of those that have one verified. Says nothing of chance: one plain number in ten passes
 * any one check digit, so a column is judged by how nearly all of its values agree, national numbers by country (`nationalIdsOf`).
 * Under a column whose name speaks of a kind, values of its bare form count too: digits as a phone, a code as a passport.
 */
export function classifyValue(text: string, column?: string): readonly EntityType[] {
  const value = text.trim();
  if (value === '') return [];
  const named = column === undefined ? undefined : typeNamedBy(column);
  const types = new Set<EntityType>([...kindsOfCode(value), ...kindsOfName(value)]);
  if (isSentence(value)) types.add('freeText');
  else if (
    addressesIn(value).some(({ type, start, end }) => type === 'address' && (end - start) * 10 >= value.length * 7)
  )
    types.add('address');
  if (named && bareForms[named]?.(value)) types.add(named);
  if (types.has('date') && named === 'dateOfBirth') types.add('dateOfBirth');
  return [...types];
}

function kindsOfCode(value: string): EntityType[] {
  const kinds: [EntityType, boolean][] = [
    ['email', email.test(value)],
    ['url', url.test(value) || (domain.test(value) && !/^\d/.test(value))],
    ['mac', mac.test(value)],
    ['ip', isIP(value.replace(/\/\d{1,3}$/, '')) > 0],
    ['iban', isIban(value)],
    ['pan', isCardNumber(value)],
    // Nine digits pass as American numbers whatever they are: shape alone is no evidence.
    ['nationalId', nationalIdsOf(value).some((name) => name !== 'US SSN without hyphens')],
    ['bankAccount', isCzechAccount(value) || isRoutingNumber(value)],
    ['date', isNumericDate(value)],
    ['phone', isPhoneNumber(value) && /^(?:\+|\(|00?[1-9])|\d[ ()./-]+\d/.test(value) && !isNumericDate(value)],
    ['postcode', postcode.test(value)],
  ];
  return kinds.flatMap(([type, holds]) => (holds ? [type] : []));
}

function kindsOfName(value: string): EntityType[] {
  if (/[\d@_]/.test(value) || value.length > 80) return [];
  const { firstNames, lastNames, places, nationalities } = nameDictionaries();
  const folded = fold(value);
  const words = folded.split(/[\s,]+/).filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  const kinds: [EntityType, boolean][] = [
    [
      'firstName',
      words.length <= 2 &&
        words.every((word) => firstNames.has(word) || word.split('-').every((part) => firstNames.has(part))),
    ],
    [
      'lastName',
      words.length <= 3 && (lastNames.has(folded) || words.every((word) => lastNames.has(word) || particles.has(word))),
    ],
    ['personName', words.length > 1 && words.length <= 6 && isPersonName(words) && !organisationWords.has(last)],
    ['place', places.has(folded)],
    ['nationality', nationalities.has(folded)],
    ['organisation', words.length > 1 && organisationWords.has(last.replaceAll(/[.]$/g, ''))],
  ];
  return kinds.flatMap(([type, holds]) => (holds ? [type] : []));
}

/** A known name with no word that sentences are made of; unlisted words may be names of their own. */
function isPersonName(words: readonly string[]): boolean {
  const { firstNames, lastNames, words: ordinary } = nameDictionaries();
  const bare = words.map((word) => word.replaceAll('.', '')).filter((word) => word.length > 1 && !particles.has(word));
  const known = bare.filter(
    (word) =>
      firstNames.has(word) ||
      lastNames.has(word) ||
      word.split('-').every((part) => firstNames.has(part) || lastNames.has(part)),
  );
  const strange = bare.filter((word) => !known.includes(word) && (ordinary.has(word) || functionWords.has(word)));
  return known.length * 2 >= bare.length && known.length > 0 && strange.length === 0;
}

function isSentence(value: string): boolean {
  const words = value.toLowerCase().split(/\s+/);
  return words.length >= 5 && (words.filter((word) => functionWords.has(word)).length >= 2 || words.length >= 12);
}

const digits = (least: number, most: number) => (value: string) => {
  const count = value.replaceAll(/\D/g, '').length;
  return count >= least && count <= most && /^[\d\s()+./-]+$/.test(value);
};
const code = (value: string) => /^(?=.*\d)[A-Z0-9][A-Z0-9 -]{4,19}$/i.test(value);

/** What a value must look like where the column's name already says what it is. */
const bareForms: Partial<Record<EntityType, (value: string) => boolean>> = {
  phone: digits(6, 15),
  nationalId: (value) => nationalIdsOf(value).length > 0 || (code(value) && /\d{4}/.test(value)),
  bankAccount: digits(5, 20),
  pan: digits(12, 19),
  passport: code,
  driverLicence: code,
  postcode: (value) => /^[A-Z\d][A-Z\d -]{2,9}$/i.test(value) && /\d/.test(value),
  username: (value) => /^[\p{L}\p{N}][\p{L}\p{N}._@-]{2,40}$/u.test(value),
  age: (value) => /^\d{1,3}$/.test(value) && Number(value) < 125,
  firstName: (value) => /^\p{L}[\p{L}\p{M}'’. -]{0,40}$/u.test(value),
  lastName: (value) => /^\p{L}[\p{L}\p{M}'’. -]{0,50}$/u.test(value),
  address: (value) => /\d/.test(value) && /\p{L}{2}/u.test(value) && value.length > 5,
};
