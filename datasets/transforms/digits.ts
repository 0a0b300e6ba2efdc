// Digits in texts: taken out, padded, checked.
import {
  add,
  cast,
  characters,
  choose,
  concatText,
  type Expression,
  first63Bits,
  gap,
  integer,
  matches,
  modulo,
  multiply,
  replaceAll,
  spread,
  substring,
  subtract,
  text,
} from '../engines/expression.ts';

type Text = Expression<'text'>;

export const digitsOf = (value: Text): Text => replaceAll(value, '[^0-9]', '');

/** The last so many characters, with zeros before them where there are fewer. */
export const padded = (value: Text, width: number): Text =>
  substring(concatText(text('0'.repeat(width)), value), add(characters(value), integer(1)), width);

/** A value with digits in the places of its own. */
export const filledWith = (value: Text, digits: Text): Text =>
  // Where there is nothing else, nothing needs to be put in its place; spreading costs several times as much.
  choose(
    [{ when: matches(value, '^[0-9]*$'), give: substring(digits, 1, characters(value)) }],
    spread(replaceAll(value, '[0-9]', gap), digits),
  );

const chunk = 15;
/** Thirty random digits; fifteen of 63 bits are as good as even. */
export function randomDigits(hash: Text): Text {
  const digitsAt = (start: number) => {
    const bits = first63Bits(substring(hash, start, 16));
    return substring(cast(add(modulo(bits, integer(10 ** chunk)), integer(10 ** chunk)), 'text'), 2, chunk);
  };
  return concatText(digitsAt(1), digitsAt(17));
}

export const longestPan = 19;
/**
 * The digit that makes a number pass Luhn's check (ISO/IEC 7812-1, annex B). `payload` is padded to one digit less than the longest
 * number: zeros in front change nothing.
 */
export function luhnDigit(payload: Text): Text {
  const digits = Array.from({ length: longestPan - 1 }, (_, place) => {
    const digit = substring(payload, place + 1, 1);
    // From the right every second digit is doubled, the last one first; of a sum of two digits its digits count.
    const isDoubled = (longestPan - 1 - place) % 2 === 1;
    return cast(
      isDoubled ? substring(text('0246813579'), add(cast(digit, 'integer'), integer(1)), 1) : digit,
      'integer',
    );
  });
  const sum = digits.reduce((left, each) => add(left, each));
  return cast(modulo(subtract(integer(10), modulo(sum, integer(10))), integer(10)), 'text');
}

/** Thirty letters are sixty digits, with six for country and check; in blocks of nine. */
export const longestSpelledIban = 72;
/** Remainder by 97 of digits padded to the longest. */
export function remainderBy97(digits: Text): Expression<'integer'> {
  const blocks = Array.from({ length: longestSpelledIban / 9 }, (_, block) =>
    cast(substring(digits, block * 9 + 1, 9), 'integer'),
  );
  return blocks.reduce((rest, block) => modulo(add(multiply(rest, integer(1_000_000_000)), block), integer(97)));
}
