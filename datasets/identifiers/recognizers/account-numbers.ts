// Recognizes numbers of payment cards and bank accounts.
import { digitsOf, passesLuhn, remainder, weigh } from './checksums.ts';
import { type EntityFinder, isAnnounced, matchesOf } from './entity-finder.ts';

/** Visa, Mastercard, Amex, Discover, Diners, JCB (its 15 digits of the 1980s too), UnionPay, Maestro: first digits with lengths. */
const issuers: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|65|64[4-9]|62|60|81|82)/, [16, 17, 18, 19]],
  [/^(?:30[0-5]|309|36|38|39)/, [14, 16, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^(?:2131|1800)/, [15]],
  [/^(?:50|5[6-9]|6[0-9])/, [12, 13, 14, 15, 16, 17, 18, 19]],
  [/^220[0-4]/, [16, 17, 18, 19]],
];

const cardPattern = `[0-9](?:[ -]?[0-9]){11,18}`;
const ibanPattern = `[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}`;

export function isCardNumber(text: string): boolean {
  const number = text.replaceAll(/[\s-]/g, '');
  const isIssued = issuers.some(([start, lengths]) => start.test(number) && lengths.includes(number.length));
  return /^\d+$/.test(number) && isIssued && passesLuhn(digitsOf(number)) && !/^(.)\1+$/.test(number);
}

/** ISO 13616: letters count from 10, the first four characters go last, the rest by 97 is 1. */
export function isIban(text: string): boolean {
  const code = text.toUpperCase().replaceAll(/[\s-]/g, '');
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(code)) return false;
  const spelled = [...`${code.slice(4)}${code.slice(0, 4)}`].map((each) => Number.parseInt(each, 36)).join('');
  return remainder(spelled, 97) === 1;
}

/** American Bankers Association: first two digits of a Federal Reserve bank, weights 3, 7, 1. */
export function isRoutingNumber(text: string): boolean {
  const isDistrict = /^(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/.test(text);
  return isDistrict && weigh(digitsOf(text), [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;
}

/** Czech and Slovak: prefix and number each checked by 11, then the bank's four digits. */
export function isCzechAccount(text: string): boolean {
  const parts = /^(?:(\d{1,6})-)?(\d{2,10})\/(\d{4})$/.exec(text.replaceAll(' ', ''));
  if (!parts) return false;
  const isChecked = (part: string, weights: number[]) =>
    weigh(digitsOf(part.padStart(weights.length, '0')), weights) % 11 === 0;
  const [, prefix = '', number = '', bank = ''] = parts;
  return (
    isChecked(prefix, [10, 5, 8, 4, 2, 1]) &&
    isChecked(number, [6, 3, 7, 9, 10, 5, 8, 4, 2, 1]) &&
    number.replaceAll('0', '').length > 1 &&
    /^[02-8]/.test(bank)
  );
}

const cards = new RegExp(`(?<![\\p{L}\\p{N}_]|\\p{N}[.,-])${cardPattern}(?![\\p{L}\\p{N}_]|[.,-]\\p{N})`, 'gu');
const ibans = new RegExp(`(?<![\\p{L}\\p{N}])${ibanPattern}`, 'giu');
const nineDigits = /(?<![\p{L}\p{N}_.,-])\d{9}(?![\p{L}\p{N}_]|[.,-]\p{N})/gu;
const czechAccounts = /(?<![\p{L}\p{N}_/.-])(?:\d{1,6}-)?\d{2,10} ?\/ ?\d{4}(?![\p{L}\p{N}_/]|[.,-]\p{N})/gu;
const sortCodes = /(?<![\p{L}\p{N}_/.-])\d{2}-\d{2}-\d{2}(?![\p{L}\p{N}_/]|[.,-]\p{N})/gu;
const plainNumbers = /(?<![\p{L}\p{N}_.,/-])\d{6,18}(?![\p{L}\p{N}_]|[.,/-]\p{N})/gu;

const cardWords = [
  'card',
  'visa',
  'mastercard',
  'amex',
  'karte',
  'carte',
  'tarjeta',
  'carta',
  'kaart',
  'karta',
  'kartou',
  'karty',
  'kort',
  'cartão',
  'cc',
  'credit',
];
const routingWords = ['routing', 'aba', 'rtn'];
const sortWords = ['sort code', 'sortcode'];
const accountWords = [
  'account',
  'acct',
  'a/c',
  'account number',
  'konto',
  'kontonummer',
  'účet',
  'účtu',
  'číslo účtu',
  'compte',
  'cuenta',
  'conto',
  'rekening',
  'rachunek',
  'konta',
  'conta',
];

export const accountNumbersIn: EntityFinder = (text) => {
  if (!/\d/.test(text)) return [];
  return [
    ...matchesOf(text, cards, 'pan', (found, start) => {
      if (isCardNumber(found)) return 0.95;
      // A number under a card's name is one, though a digit was mistyped.
      return digitsOf(found).length >= 13 && isAnnounced(text, start, cardWords) ? 0.6 : 0;
    }),
    ...ibansIn(text),
    ...matchesOf(text, nineDigits, 'bankAccount', (found, start) =>
      isRoutingNumber(found) && isAnnounced(text, start, routingWords) ? 0.9 : 0,
    ),
    ...matchesOf(text, czechAccounts, 'bankAccount', (found, start) =>
      isCzechAccount(found) ? 0.95 : isAnnounced(text, start, accountWords) ? 0.6 : 0,
    ),
    ...matchesOf(text, sortCodes, 'bankAccount', (_found, start) => (isAnnounced(text, start, sortWords) ? 0.9 : 0)),
    ...matchesOf(text, plainNumbers, 'bankAccount', (_found, start) =>
      isAnnounced(text, start, accountWords) ? 0.55 : 0,
    ),
  ];
};

/** The pattern may run on into the words that follow: the longest part that checks is the account. */
const ibansIn: EntityFinder = (text) =>
  [...text.matchAll(ibans)].flatMap(({ 0: found, index }) => {
    const ends = Array.from({ length: Math.max(0, found.length - 14) }, (_, cut) => found.length - cut);
    const end = ends.find(
      (length) => !/[\p{L}\p{N}]/u.test(text[index + length] ?? '') && isIban(found.slice(0, length)),
    );
    if (end !== undefined) return [{ type: 'iban' as const, start: index, end: index + end, confidence: 0.97 }];
    const [first = ''] = found.split(/\s/);
    const isNamed = isAnnounced(text, index, ['iban']) && /\d{6}/.test(first);
    return isNamed ? [{ type: 'iban' as const, start: index, end: index + first.length, confidence: 0.7 }] : [];
  });
