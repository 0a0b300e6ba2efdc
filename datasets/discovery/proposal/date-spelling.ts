// Gathers how a source spells its dates into what a policy says once for all of them.
import type { ColumnProfile } from '../profile/column-profile.ts';

export type DateSpelling = { dateFormat: string; timestampFormat: string; centuryFrom: number };

export function dateSpelling(profiles: readonly ColumnProfile[]): DateSpelling {
  const formatsOf = (type: string) =>
    profiles.filter(({ readAs }) => readAs.type === type).flatMap(({ readAs: { format } }) => format ?? []);
  const twoDigits = profiles.filter(
    ({ readAs: { format } }) => format !== undefined && /YY/.test(format) && !/YYYY/.test(format),
  );
  return {
    dateFormat: commonest(formatsOf('date')) ?? 'YYYY-MM-DD',
    timestampFormat: commonest(formatsOf('timestamp')) ?? 'ISO',
    centuryFrom: centuryFrom(twoDigits.flatMap(yearsOf)),
  };
}

function yearsOf({ readAs: { format = '' }, sample }: ColumnProfile): number[] {
  const place = ['YY', 'MM', 'DD'].sort((a, b) => format.indexOf(a) - format.indexOf(b)).indexOf('YY');
  const isBare = /^YYMMDD/.test(format);
  return sample
    .map(({ value }) => Number(isBare ? value.trim().slice(0, 2) : value.trim().split(/[^\d]+/)[place]))
    .filter((year) => year >= 0 && year < 100);
}

/** A hundred years begin after the widest gap of those that occur, if years on both sides of 1970 do; in 1970 otherwise. */
function centuryFrom(years: readonly number[]): number {
  const seen = new Set(years);
  if (!seen.has(69) || !seen.has(70)) return 1970;
  let [first, widest] = [70, 0];
  for (let start = 0; start < 100; start++) {
    let width = 0;
    while (width < 100 && !seen.has((start + width) % 100)) width++;
    if (width > widest) [first, widest] = [(start + width) % 100, width];
  }
  return 1900 + first;
}

function commonest(formats: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const format of formats) counts.set(format, (counts.get(format) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}
