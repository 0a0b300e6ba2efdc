// Payment cards, bank accounts, phones and plain digits: what of each may change.
import {
  and,
  cast,
  characters,
  choose,
  concatText,
  type Expression,
  equal,
  integer,
  less,
  lower,
  matches,
  replaceAll,
  substring,
  subtract,
  text,
} from '../engines/expression.ts';
import type { FormatClass } from '../policy/dictionary-classes.ts';
import { digitsOf, filledWith, longestPan, longestSpelledIban, luhnDigit, padded, remainderBy97 } from './digits.ts';
import type { NumberFormat } from './number-format.ts';

type Text = Expression<'text'>;

const unchecked: Pick<NumberFormat, 'checkedOver' | 'whole'> = {
  checkedOver: (_number, filled) => filled,
  whole: (_number, filled) => filled,
};

const issuerDigits = 6;
/** The first six digits name the issuer, no person: they stay. */
const pan: NumberFormat = {
  identifier: 'number',
  form: '12 to 19 digits, in groups or not',
  isOfForm: (value) => matches(value, '^[0-9]([ -]?[0-9]){11,18}$'),
  number: digitsOf,
  filled: (number, random) =>
    concatText(
      substring(number, 1, issuerDigits),
      substring(random, 1, subtract(characters(number), integer(issuerDigits + 1))),
    ),
  checkedOver: (_number, filled) => padded(filled, longestPan - 1),
  whole: (_number, filled, payload) => concatText(filled, luhnDigit(payload)),
  digits: (_value, other) => other,
};

/** The country and every letter (the bank, where letters name it) stay. Check digits of a country's own inside are not worked out. */
const iban: NumberFormat = {
  identifier: 'iban',
  form: 'two letters, two digits, then 11 to 30 letters or digits, in groups or not',
  isOfForm: (value) => matches(value, '^[A-Za-z]{2}[0-9]{2}([ -]?[A-Za-z0-9]){11,30}$'),
  number: (value) => replaceAll(lower(value), '[^a-z0-9]', ''),
  filled: (number, random) => filledWith(substring(number, 5, 30), random),
  checkedOver: (number, account) =>
    padded(
      concatText(
        choose([{ when: matches(account, '[a-z]'), give: lettersSpelled(account) }], account),
        letterNumber(substring(number, 1, 1)),
        letterNumber(substring(number, 2, 1)),
        text('00'),
      ),
      longestSpelledIban,
    ),
  whole: (number, account, spelled) => {
    const check = padded(cast(subtract(integer(98), remainderBy97(spelled)), 'text'), 2);
    return concatText(substring(number, 1, 2), check, account);
  },
  digits: (_value, other) => digitsOf(other),
};

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
/** ISO 13616: a is 10, z is 35. */
const numberOf = (letter: string) => String(letters.indexOf(letter) + 10);
const letterNumber = (letter: Text): Text =>
  choose(
    letters.map((each) => ({ when: equal(letter, text(each)), give: text(numberOf(each)) })),
    text(''),
  );
const lettersSpelled = (value: Text): Text =>
  letters.reduce((told, letter) => replaceAll(told, letter, numberOf(letter)), value);

const significant = 9;
/** Nine digits tell a phone, with or without its country: of them the first stays, as all before them does. */
const phone: NumberFormat = {
  identifier: 'phone',
  form: '7 to 15 digits with the signs that phones are written with',
  isOfForm: (value) =>
    and(
      matches(value, '^[+(]{0,2}[0-9][0-9 ()/.-]*[0-9]$'),
      less(integer(6), characters(digitsOf(value))),
      less(characters(digitsOf(value)), integer(16)),
    ),
  number: (value) => replaceAll(digitsOf(value), `^[0-9]*([0-9]{${significant}})$`, '\\1'),
  filled: (number, random) =>
    concatText(substring(number, 1, 1), substring(random, 1, subtract(characters(number), integer(1)))),
  ...unchecked,
  digits: (value, other) => concatText(replaceAll(digitsOf(value), `[0-9]{1,${significant}}$`, ''), other),
};

/** Letters stay. */
const digits: NumberFormat = {
  identifier: 'number',
  form: '6 to 30 digits among other signs',
  isOfForm: (value) =>
    and(less(integer(5), characters(digitsOf(value))), less(characters(digitsOf(value)), integer(31))),
  number: (value) => replaceAll(lower(value), '[^a-z0-9]', ''),
  filled: filledWith,
  ...unchecked,
  digits: (_value, other) => digitsOf(other),
};

export const numberFormats: Readonly<Record<FormatClass, NumberFormat>> = { pan, iban, phone, digits };
