// Picks out of a text what has the form of an identifier, in normal form.
import type { IdentifierClass } from './identifier-set.ts';
import { normalize } from './normalize.ts';
import type { TextCell } from './text-cell.ts';

export type Candidate = {
  normalized: string;
  /** Offsets in the whole text. */
  start: number;
  end: number;
};

const email = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.[\p{L}]{2,}/gu;
const iban = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/gi;
/** Neither part of a word nor of a decimal number: 706213.50 is an amount. */
const digits = /(?<![\p{L}\p{N}_]|\d[.,])\d+(?![\p{L}\p{N}_]|[.,]\d)/gu;
const grouped = /(?<![\p{L}\p{N}_]|\d[.,])[+(]?\d[\d ()/.-]{4,22}\d(?![\p{L}\p{N}_]|[.,]\d)/gu;
/** Six digits, then three or four after a slash or hyphen, and the like: a number written in groups. */
const numberGroups = /(?<![\p{L}\p{N}_.])\d+(?:[/ -]\d+){1,5}(?![\p{L}\p{N}_])/gu;
const card = /(?<![\p{L}\p{N}_]|\d[.,-])\d(?:[ -]?\d){11,18}(?![\p{L}\p{N}_]|[.,-]\d)/gu;
const address4Or6 =
  /(?<![\p{L}\p{N}_:.])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\p{L}\p{N}_]|[.:]\d)/gu;
const letters = /\p{L}+/gu;
const lettersOrDigits = /[\p{L}\p{N}]+/gu;
const words = /[^\s,;|"'()[\]{}<>]+/gu;

export function candidatesIn(cell: TextCell, kind: IdentifierClass, longestWords: number): Candidate[] {
  const { text, start } = cell;
  if (cell.joined && kind !== 'fullName') return [];
  switch (kind) {
    case 'email':
      return matched(text, start, kind, email);
    case 'iban':
      return matched(text, start, kind, iban);
    case 'phone':
      return [...matched(text, start, kind, grouped), ...matched(text, start, kind, digits)].filter(
        ({ normalized, end, start: from }) =>
          normalized.length >= 7 && digitsBetween(text, from - start, end - start) <= 15,
      );
    case 'number':
      return [...matched(text, start, kind, digits), ...matched(text, start, kind, numberGroups)];
    case 'fullName':
      return runs(text, start, kind, letters, 4, longestWords);
    case 'text':
      return runs(text, start, kind, words, 40, longestWords);
    case 'pan':
      return matched(text, start, kind, card);
    case 'ip':
      return matched(text, start, kind, address4Or6);
    case 'nationalId':
      return runs(text, start, kind, lettersOrDigits, 1, longestWords).filter(
        ({ normalized }) => /\d/.test(normalized) && normalized.length >= 5 && normalized.length <= 20,
      );
    case 'address':
      return runs(text, start, kind, lettersOrDigits, 4, longestWords).filter(({ normalized }) =>
        /\d.*\p{L}|\p{L}.*\d/u.test(normalized),
      );
  }
}

/** Most words that a value of the class can have. */
export function longestWordsOf(kind: IdentifierClass, longestValue: number): number {
  if (kind === 'text') return Math.min(6, Math.ceil(longestValue / 3));
  if (kind === 'address') return Math.min(10, Math.ceil(longestValue / 2));
  return kind === 'nationalId' ? 7 : 4;
}

function matched(text: string, offset: number, kind: IdentifierClass, pattern: RegExp): Candidate[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: found, index }) => {
    const normalized = normalize(kind, found);
    return normalized === '' ? [] : [{ normalized, start: offset + index, end: offset + index + found.length }];
  });
}

const digitsBetween = (text: string, start: number, end: number) => text.slice(start, end).replaceAll(/\D/g, '').length;

/** One word with up to `longest - 1` that follow it, near enough to be one name: `Anna Nová`, `Nová, Anna`, `Anna","Nová`. */
function runs(
  text: string,
  offset: number,
  kind: IdentifierClass,
  pattern: RegExp,
  gap: number,
  longest: number,
): Candidate[] {
  const found = [...text.matchAll(pattern)];
  const candidates: Candidate[] = [];
  for (const [position, first] of found.entries()) {
    let end = first.index + first[0].length;
    candidates.push({ normalized: normalize(kind, first[0]), start: offset + first.index, end: offset + end });
    for (const next of found.slice(position + 1, position + longest)) {
      if (next.index - end > gap || text.slice(end, next.index).includes('\n\n')) break;
      end = next.index + next[0].length;
      candidates.push({
        normalized: normalize(kind, text.slice(first.index, end)),
        start: offset + first.index,
        end: offset + end,
      });
    }
  }
  return candidates.filter(({ normalized }) => normalized !== '');
}
