// The ways in which dates are written as text, as far as a policy can declare them.
import { isDay } from '../../identifiers/recognizers/calendar-date.ts';

export type DateFormat = {
  /** As a policy says it. */
  format: string;
  type: 'date' | 'timestamp';
  /** Groups y, m, d. */
  pattern: string;
  /** Digits only: any number of that length may look like one. */
  isBare: boolean;
};

const separated = ['-', '/', '.'].flatMap((mark) =>
  ['YYYY?MM?DD', 'DD?MM?YYYY', 'MM?DD?YYYY', 'DD?MM?YY', 'MM?DD?YY', 'YY?MM?DD'].map((order) =>
    order.replaceAll('?', mark),
  ),
);
const bare = ['YYYYMMDD', 'YYMMDD', 'DDMMYYYY'];
const times = ['', ' hh:mm:ss', ' hh:mm', 'Thh:mm:ss'];

const parts: Record<string, (isBare: boolean) => string> = {
  YYYY: () => '(?<y>[12][0-9]{3}|9999)',
  YY: () => '(?<y>[0-9]{2})',
  MM: (isBare) => (isBare ? '(?<m>0[1-9]|1[0-2])' : '(?<m>0?[1-9]|1[0-2])'),
  DD: (isBare) => (isBare ? '(?<d>0[1-9]|[12][0-9]|3[01])' : '(?<d>0?[1-9]|[12][0-9]|3[01])'),
  hh: () => '[01]?[0-9]|2[0-3]',
  mm: () => '[0-5][0-9]',
  ss: () => '[0-5][0-9]',
};

function patternOf(format: string, isBare: boolean): string {
  const spelt = format.replaceAll(/YYYY|YY|MM|DD|hh|mm|ss|[.]/g, (letters) =>
    letters === '.' ? '\\.' : `(?:${parts[letters]?.(isBare) ?? letters})`,
  );
  return `^\\s*${spelt}\\s*$`;
}

/** What every engine reads without being told: dates and instants by ISO 8601, with parts of seconds and zones. */
const iso: DateFormat = {
  format: 'ISO',
  type: 'timestamp',
  pattern:
    '^\\s*(?<y>[12][0-9]{3}|9999)-(?<m>0[1-9]|1[0-2])-(?<d>0[1-9]|[12][0-9]|3[01])[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?\\s*$',
  isBare: false,
};

/** In the order in which they are tried. */
export const dateFormats: readonly DateFormat[] = [
  iso,
  ...times.flatMap((time) =>
    [...separated, ...bare].map((date): DateFormat => {
      const isBare = bare.includes(date);
      return {
        format: `${date}${time}`,
        type: time === '' ? 'date' : 'timestamp',
        pattern: patternOf(`${date}${time}`, isBare),
        isBare: isBare && time === '',
      };
    }),
  ),
];

/** Months spelt out, clocks of twelve hours and the like: dates for people, in no format that a policy can declare. */
const otherDates =
  /^\s*(?:\p{L}{3,9}\.?,? )?(?:\d{1,2}[ .-]*\p{L}{3,9}\.?[ ,.-]*\d{2,4}|\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ T,]+\d.*)\s*(?:\d{1,2}:.*)?$/u;
export const isOtherDate = (value: string): boolean => otherDates.test(value);

/** SQL engines know no names of groups. */
export const sqlPattern = ({ pattern }: DateFormat): string => pattern.replaceAll(/\?<\w>/g, '');

export type ReadDay = { year: number; month: number; day: number };

/** Undefined where the text is none of the format, or a day that no calendar has. */
export function readDay(value: string, { pattern }: DateFormat): ReadDay | undefined {
  const { y, m, d } = new RegExp(pattern).exec(value)?.groups ?? {};
  if (y === undefined || m === undefined || d === undefined) return undefined;
  // Of two-digit years only their leap years matter here, and those are the same in both centuries.
  const day = { year: y.length === 2 ? 2000 + Number(y) : Number(y), month: Number(m), day: Number(d) };
  return isDay(day.year, day.month, day.day) ? day : undefined;
}
