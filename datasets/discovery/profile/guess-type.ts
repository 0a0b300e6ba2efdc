// Guesses from a sample how the texts of a column are to be read; what it says is proven on all values afterwards.
import { type DateFormat, dateFormats, isOtherDate, type ReadDay, readDay } from './date-formats.ts';

export type TypeGuess =
  | { kind: 'integer' | 'decimal' | 'commaDecimal' | 'double' | 'boolean' | 'numericText' | 'otherDate' | 'text' }
  | { kind: 'date'; format: DateFormat }
  /** Two formats read all of it, and not alike: nobody can tell day from month. */
  | { kind: 'ambiguousDate' };

/** No zero before other digits: 00420 is a code, and a number would lose it. Nineteen digits are beyond a number of 63 bits. */
export const integerPattern = '^\\s*[+-]?(?:0|[1-9][0-9]{0,17})\\s*$';
export const decimalPattern = '^\\s*[+-]?(?:0|[1-9][0-9]{0,17})?(?:\\.[0-9]{0,12})?\\s*$';
export const commaDecimalPattern = decimalPattern.replace('\\.', ',');
export const doublePattern = '^\\s*[+-]?[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]{1,3})?\\s*$';
export const booleanPattern = '^(?:[tT]rue|[fF]alse|TRUE|FALSE)$';
const numericText =
  /^\s*(?:[€$£¥]|[A-Z]{3} )?\s*[+-]?\d{1,3}(?:[,.' ]?\d{3})*(?:[.,]\d{1,4})?\s*(?:[€$£¥%]|[A-Z]{3}|Kč|zł|kr)?\s*$/u;

export function guessType(sample: readonly string[]): TypeGuess {
  const all = (test: (value: string) => boolean) => sample.length > 0 && sample.every(test);
  const matching = (pattern: string) => {
    const compiled = new RegExp(pattern);
    return all((value) => compiled.test(value));
  };
  const date = guessDate(sample);
  if (date) return date;
  if (matching(booleanPattern)) return { kind: 'boolean' };
  if (matching(integerPattern)) return { kind: 'integer' };
  if (matching(decimalPattern)) return { kind: 'decimal' };
  if (matching(commaDecimalPattern)) return { kind: 'commaDecimal' };
  // 00420 again, and card numbers: digits alone that no whole number holds are a code.
  if (matching(doublePattern) && !sample.some((value) => /^\s*(?:0\d+|\d{19,})\s*$/.test(value)))
    return { kind: 'double' };
  if (all(isOtherDate)) return { kind: 'otherDate' };
  if (all((value) => numericText.test(value)) && sample.some((value) => /[^\d]/.test(value.trim())))
    return { kind: 'numericText' };
  return { kind: 'text' };
}

function guessDate(sample: readonly string[]): TypeGuess | undefined {
  const reading = dateFormats.flatMap((format) => {
    const days = readAll(sample, format);
    return days && (!format.isBare || isSpreadLikeDays(days, format)) ? [{ format, days }] : [];
  });
  const [first] = reading;
  if (!first) return undefined;
  const rivals = reading.filter(({ days }) => days.some((day, at) => !isSameDay(day, first.days[at])));
  return rivals.length > 0 ? { kind: 'ambiguousDate' } : { kind: 'date', format: first.format };
}

function readAll(sample: readonly string[], format: DateFormat): ReadDay[] | undefined {
  const days: ReadDay[] = [];
  for (const value of sample) {
    const day = readDay(value, format);
    if (!day) return undefined;
    days.push(day);
  }
  return days.length > 0 ? days : undefined;
}

const isSameDay = (a: ReadDay, b: ReadDay | undefined) => a.year === b?.year && a.month === b.month && a.day === b.day;

/** One in 27 numbers of six digits could be a day, and so could a whole counter: days of a calendar spread over months. */
function isSpreadLikeDays(days: readonly ReadDay[], { format }: DateFormat): boolean {
  const spread = (part: keyof ReadDay) => new Set(days.map((day) => day[part])).size;
  if (format.includes('YYYY')) return days.every(({ year }) => (year >= 1850 && year <= 2150) || year === 9999);
  return days.length >= 12 && spread('month') >= 2 && Math.max(spread('day'), spread('month')) >= 6;
}
