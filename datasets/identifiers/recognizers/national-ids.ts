// Looks for numbers for people of any country that has a row.
import { compact, type NationalId } from './national-id.ts';
import { centralEuropeanIds } from './national-ids-central-europe.ts';
import { idsElsewhere } from './national-ids-elsewhere.ts';
import { westernEuropeanIds } from './national-ids-western-europe.ts';

const rows: readonly (NationalId & { whole: RegExp; inside: RegExp })[] = [
  ...centralEuropeanIds,
  ...westernEuropeanIds,
  ...idsElsewhere,
].map((row) => ({
  ...row,
  whole: new RegExp(`^${row.shape}$`),
  // Neither part of a longer number or word, nor of a decimal, a path or a date.
  inside: new RegExp(`(?<![\\p{L}\\p{N}_]|[\\p{N}][.,/-])(?:${row.shape})(?![\\p{L}\\p{N}_]|[.,/-]\\p{N})`, 'gu'),
}));

/**
 * Every country's number that this whole text could be. A column of plain numbers passes one kind's check by chance in one
 * value of ten, and some kind's in most: whoever judges a column counts each name apart and wants nearly all of its values.
 */
export function nationalIdsOf(text: string): readonly string[] {
  const upper = text.trim().toUpperCase();
  return rows.filter((row) => row.whole.test(upper) && row.isValid(compact(upper))).map(({ name }) => name);
}

export type FoundNationalId = Pick<NationalId, 'context' | 'standsAlone'> & {
  start: number;
  end: number;
  isValid: boolean;
};

/** What has the shape of a number inside prose, with what must stand near the weaker ones. `upper` keeps the offsets of its text. */
export function nationalIdsIn(upper: string): FoundNationalId[] {
  if (!/[0-9]{2}/.test(upper)) return [];
  return rows.flatMap(({ context, standsAlone, inside, isValid }) =>
    [...upper.matchAll(inside)].map(({ 0: found, index }) => ({
      context,
      standsAlone,
      isValid: isValid(compact(found)),
      start: index,
      end: index + found.length,
    })),
  );
}
