// One normal form per class of identifier, said twice: for SQL, and for texts that people submit.
import {
  cast,
  characters,
  choose,
  type Expression,
  integer,
  less,
  lower,
  matches,
  replaceAll,
  sortWords,
  trim,
} from '../engines/expression.ts';
import type { IdentifierClass } from './identifier-set.ts';

/** Digits of a phone number that tell it: with or without country code and leading zero it is the same phone. */
const phoneDigits = 9;

/** A number that became a decimal is the same number still: 706213.00 is looked at as 706213. */
export function plainText(value: Expression): Expression<'text'> {
  const told = cast(value, 'text');
  return value.type === 'double' || value.type.startsWith('decimal') ? replaceAll(told, '\\.0+$', '') : told;
}

/** In SQL. What normalizes to an empty text is no identifier. */
export function normalizedExpression(kind: IdentifierClass, value: Expression<'text'>): Expression<'text'> {
  switch (kind) {
    case 'email':
      return lower(trim(value));
    case 'iban':
      return replaceAll(lower(value), '[^a-z0-9]', '');
    case 'number':
      return replaceAll(replaceAll(value, '[^0-9]', ''), '^0+', '');
    case 'phone':
      return lastCharacters(replaceAll(value, '[^0-9]', ''), phoneDigits);
    case 'fullName':
      return sortWords(trim(replaceAll(lower(value), '[^\\p{L}]+', ' ')));
    case 'text':
      return trim(replaceAll(lower(value), '[\\s]+', ' '));
    case 'pan':
      return replaceAll(value, '[^0-9]', '');
    case 'nationalId':
      return replaceAll(replaceAll(lower(value), '[^a-z0-9]', ''), '^0+', '');
    case 'ip':
      return lower(trim(value));
    case 'address':
      return trim(replaceAll(lower(value), '[^\\p{L}0-9]+', ' '));
  }
}

/** In JavaScript: must give what the SQL gives (a test holds the two together). */
export function normalize(kind: IdentifierClass, value: string): string {
  switch (kind) {
    case 'email':
      return value.trim().toLowerCase();
    case 'iban':
      return value.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    case 'number':
      return value.replaceAll(/[^0-9]/g, '').replace(/^0+/, '');
    case 'phone':
      return value.replaceAll(/[^0-9]/g, '').slice(-phoneDigits);
    case 'fullName':
      return value
        .toLowerCase()
        .replaceAll(/[^\p{L}]+/gu, ' ')
        .trim()
        .split(' ')
        .sort(byCodePoint)
        .join(' ');
    case 'text':
      return value.toLowerCase().replaceAll(/\s+/g, ' ').trim();
    case 'pan':
      return value.replaceAll(/[^0-9]/g, '');
    case 'nationalId':
      return value
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, '')
        .replace(/^0+/, '');
    case 'ip':
      return value.trim().toLowerCase();
    case 'address':
      return value
        .toLowerCase()
        .replaceAll(/[^\p{L}0-9]+/gu, ' ')
        .trim();
  }
}

function lastCharacters(value: Expression<'text'>, length: number): Expression<'text'> {
  const pattern = `^[0-9]*([0-9]{${length}})$`;
  return choose(
    [{ when: less(characters(value), integer(length + 1)), give: value }],
    replaceAll(value, pattern, '\\1'),
  );
}

/** SQL orders texts by their UTF-8 bytes, JavaScript by UTF-16 units: the two part beyond the basic plane. */
const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * The form that a cell must have before it can be this identifier at all: without it `7062.13` would be read as 706213.
 * Understood alike by SQL engines and JavaScript.
 */
export const cellPatterns: Record<IdentifierClass, string> = {
  email: '^\\s*[^\\s@]+@[^\\s@]+\\s*$',
  // At most 15 digits (E.164): the tail of a longer number, such as a 63-bit pseudonym, is no phone.
  phone: '^\\s*[+(]?[0-9](?:[ ()/.-]*[0-9]){5,14}\\s*$',
  iban: '^\\s*[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{11,36}\\s*$',
  number: '^\\s*[0-9][0-9 /-]*\\s*$',
  fullName: '^[^0-9@]{3,100}$',
  text: '[^\\s]',
  pan: '^\\s*[0-9](?:[ -]?[0-9]){11,18}\\s*$',
  nationalId: '^\\s*[A-Za-z]{0,6}[ ./+-]?[0-9][A-Za-z0-9 ./+-]{3,24}\\s*$',
  ip: '^\\s*(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\\s*$',
  // A letter and a digit: amounts and times are none.
  address: '[^0-9\\s.,:/+-][^\\n]*[0-9]|[0-9][^\\n]*[^0-9\\s.,:/+-]',
};

const bitsPerDigit = Math.log2(10);
/** Of words, as they come in names and addresses. */
const bitsPerLetter = 2;

/** Length from which a normalized value counts anywhere; names count anywhere from two words instead. */
function charactersThatCountAnywhere(kind: IdentifierClass, minimumEntropyBits: number): number {
  switch (kind) {
    case 'email':
      return 6;
    case 'phone':
      return phoneDigits;
    case 'iban':
      return 15;
    case 'fullName':
      return 3;
    case 'pan':
      return 12;
    case 'ip':
      // One of 2³²: half the world's networks have the same few private addresses.
      return minimumEntropyBits <= 32 ? 7 : 16;
    case 'number':
    // Letters say more than digits, but by how much differs by country.
    case 'nationalId':
      return Math.ceil(minimumEntropyBits / bitsPerDigit);
    case 'address':
    case 'text':
      return Math.ceil(minimumEntropyBits / bitsPerLetter);
  }
}

export function countsAnywhere(kind: IdentifierClass, normalized: string, minimumEntropyBits: number): boolean {
  return (
    normalized.length >= charactersThatCountAnywhere(kind, minimumEntropyBits) &&
    (kind !== 'fullName' || normalized.includes(' '))
  );
}

export function countsAnywhereExpression(
  kind: IdentifierClass,
  normalized: Expression<'text'>,
  minimumEntropyBits: number,
): Expression<'boolean'> {
  if (kind === 'fullName') return matches(normalized, ' ');
  return less(integer(charactersThatCountAnywhere(kind, minimumEntropyBits) - 1), characters(normalized));
}
