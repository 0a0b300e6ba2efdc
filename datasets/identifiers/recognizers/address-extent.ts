// Follows an address from its street over flats, towns, codes and countries to its end.
import { militaryOffice, nameWord, postcodeForms, unit } from './address-parts.ts';
import { fold } from './fold.ts';
import { nameDictionaries } from './name-dictionaries.ts';

const continuation = new RegExp(
  String.raw`^(?<gap>[ ]*(?:,[ ]*)?(?:\n[> ?]*)?,?[ ]*)(?:(?<unit>${unit})|(?<office>${militaryOffice})|(?<state>[A-Z]{2,3})(?=[ ,\n]|$)|(?<code>\d{3} \d{2}(?! ?\d)|\d{4,6}(?:-\d{3,4})?(?! ?\d)|${postcodeForms.slice(0, 3).join('|')})(?![\p{L}\p{N}])|(?<name>${nameWord}(?:[ -](?:\p{Ll}{1,3} )?${nameWord}){0,4}))`,
  'u',
);
const mostParts = 7;

/** Runs on over units, towns, states, codes and countries, by commas and lines, as long as it stays an address. */
export function endOfAddress(text: string, start: number): number {
  const { places } = nameDictionaries();
  let end = start;
  let breaks = 0;
  for (let part = 0; part < mostParts; part++) {
    const match = continuation.exec(text.slice(end, end + 120));
    const groups = match?.groups ?? {};
    const { gap = '', name } = groups;
    if (!match || gap === '') break;
    const rest = text.slice(end + match[0].length);
    if (/\n/.test(gap)) breaks++;
    if (name !== undefined) {
      // A label or the next sentence is no town.
      const isTown = places.has(fold(name)) || /^[A-ZÀ-Þ'’ -]{3,}$/.test(name) || /^ *(?:,|\n|\d{4}|$|\.$)/.test(rest);
      const isSet = /[,\n]/.test(gap) || places.has(fold(name)) || /^[\p{Lu}'’ -]{3,}$/u.test(name);
      if (!isTown || !isSet || /^ *:/.test(rest)) break;
    }
    end += match[0].length;
    if (breaks > 5) break;
  }
  return end;
}
