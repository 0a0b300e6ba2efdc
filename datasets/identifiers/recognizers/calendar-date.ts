// Whether digits name a day, as identifiers built from a birth date do.

/** A year of two digits stands for some century: 29 February is let through where any of them leaps. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leaps = year < 100 ? year % 4 === 0 : new Date(Date.UTC(year, 1, 29)).getUTCDate() === 29;
  const longest = month === 2 ? (leaps ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= longest;
}

/** YYMMDD at the start of digits, months raised by any of `raises`. */
export function startsWithDay(digits: string, raises: readonly number[] = [0]): boolean {
  const [year, month, day] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  return raises.some((raise) => isDay(year ?? 0, (month ?? 0) - raise, day ?? 0));
}

/** DDMMYY at the start of digits, days raised by any of `raises`. */
export function startsWithDayFirst(digits: string, raises: readonly number[] = [0]): boolean {
  const [day, month, year] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  return raises.some((raise) => isDay(year ?? 0, month ?? 0, (day ?? 0) - raise));
}
