// What texts are, told from a sample.
import { describe, expect, it } from 'vitest';
import { guessType } from '../../../../datasets/discovery/profile/guess-type.ts';

const days = Array.from({ length: 60 }, (_, turn) => new Date(Date.UTC(1993, turn % 12, 1 + ((turn * 7) % 28))));
const spelt = (say: (year: number, month: number, day: number) => string) =>
  days.map((day) => say(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()));
const two = (part: number) => String(part).padStart(2, '0');
const formatOf = (sample: readonly string[]) => {
  const guess = guessType(sample);
  return guess.kind === 'date' ? guess.format.format : guess.kind;
};

describe('dates', () => {
  it.each([
    ['YYYY-MM-DD', spelt((y, m, d) => `${y}-${two(m)}-${two(d)}`)],
    ['DD.MM.YYYY', spelt((y, m, d) => `${two(d)}.${two(m)}.${y}`)],
    ['MM/DD/YYYY', spelt((y, m, d) => `${m}/${d}/${y}`)],
    ['YYMMDD', spelt((y, m, d) => `${y % 100}${two(m)}${two(d)}`)],
    ['YYYYMMDD', spelt((y, m, d) => `${y}${two(m)}${two(d)}`)],
    ['YYYYMMDD', spelt((y, m) => `${y}${two(m)}01`)],
    ['YYMMDD hh:mm:ss', spelt((y, m, d) => `${y % 100}${two(m)}${two(d)} 00:00:00`)],
    ['ISO', spelt((y, m, d) => `${y}-${two(m)}-${two(d)}T10:11:12.5Z`)],
  ])('written %s are read so', (format, sample) => expect(formatOf(sample)).toBe(format));

  // mutant: the first format that fits taken without asking for rivals, caught here
  it('in which day and month could be either are told as such', () => {
    expect(guessType(['01/02/2020', '03/04/2021', '11/12/2019'])).toEqual({ kind: 'ambiguousDate' });
    expect(formatOf(['01/02/2020', '13/04/2021'])).toBe('DD/MM/YYYY');
  });

  it('are no days that no calendar has', () => expect(formatOf(['2021-02-29', '2021-03-01'])).toBe('text'));

  // mutant: bare digits taken for dates wherever they could be, caught here
  it('are not seen in numbers that follow each other', () => {
    expect(formatOf(Array.from({ length: 28 }, (_, turn) => String(100_101 + turn)))).toBe('integer');
  });

  it('with months spelt out are dates that nothing reads', () =>
    expect(formatOf(['3 Jan 2020', '14 Feb 2021'])).toBe('otherDate'));
});

describe('numbers', () => {
  it.each([
    ['integer', ['0', '-12', '999999999999999999']],
    ['decimal', ['0.5', '-12', '.25']],
    ['commaDecimal', ['0,5', '-12', '3,25']],
    ['double', ['1e-7', '0.5']],
    ['boolean', ['true', 'false']],
    ['numericText', ['$1,234.50', '$12.00']],
    // With a leading zero, or longer than a number can be, digits are a code.
    ['text', ['00420', '12345']],
    ['text', ['4556737586899855123', '4916592289993918']],
    ['text', []],
  ])('are %s where all of the sample is', (kind, sample) => expect(guessType(sample).kind).toBe(kind));
});
