// The pieces that addresses are put together from, as texts for patterns with the flags g and u.
import { fold } from './fold.ts';
import { leadingStreetWords, streetWords } from './word-lists.ts';

const quoted = (word: string) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const eitherCase = (word: string) =>
  [...word]
    .map((letter) =>
      letter.toLowerCase() === letter.toUpperCase() ? quoted(letter) : `[${letter}${letter.toUpperCase()}]`,
    )
    .join('');
/** Without accents: callers match over a text that was folded letter by letter. */
const oneOf = (words: Iterable<string>) =>
  [...words]
    .map(fold)
    .sort((a, b) => b.length - a.length)
    .map(eitherCase)
    .join('|');

/** 12, 12a, 12/3, 12-14. */
export const house = String.raw`\d{1,6}[A-Za-z]?(?:[-/]\d{1,5}[A-Za-z]?)?`;
/** A word with a capital, or of digits with a dot as in "5. května"; particles only between. */
export const nameWord = String.raw`(?:\p{Lu}[\p{L}\p{M}'’.-]*|\d{1,2}\.)`;
const particle =
  '(?:de|del|della|dei|di|da|do|dos|das|du|des|la|le|las|los|el|y|e|van|von|der|den|het|ter|ten|zur|zum|am|an|the|of|v|na|nad|pod|u|i|och|og)';
export const nameWords = (most: number): string =>
  `${nameWord}(?:[ ](?:${particle}[ ]){0,2}${nameWord}){0,${most - 1}}`;
/** The same after a particle: "rue de la Paix". */
export const ledWords = (most: number): string => `(?:${particle}[ ]){0,2}${nameWords(most)}`;
export const streetWord = String.raw`(?:${oneOf(streetWords)})(?![\p{L}\p{N}])\.?`;
export const leadingStreetWord = String.raw`(?:${oneOf(leadingStreetWords)})(?![\p{L}\p{N}])\.?`;

export const unit = String.raw`(?:[Aa]pt|[Aa]partment|[Ss]uite|[Ss]te|[Uu]nit|[Ff]lat|[Ff]loor|[Rr]oom|[Bb]uilding|[Bb]ldg|[Bb]yt|[Ww]ohnung|[Tt]op|[Ll]ok|[Mm]ieszkanie|[Pp]iso|[Ii]nterno)\.? ?(?:[Nn]o\.? ?)?#?\d{1,5}[A-Za-z]?`;
export const box = String.raw`(?:[Pp]\.? ?[Oo]\.? ?[Bb]ox|[Pp]ost(?:fach|bus|boks|box)|[Bb]oîte [Pp]ostale|[Aa]partado|[Cc]asella [Pp]ostale|[Ss]krytka|BP) ?\d{1,6}`;
/** Of the armed forces of the United States: unit or ship, then the office. */
export const military = String.raw`(?:(?:PSC|[Pp]sc|CMR|[Uu]nit|UNIT) \d{1,5},? ?(?:[Bb]ox|BOX) \d{1,5}|(?:USS|USNS|USNV|USCGC|uss|usns|usnv|uscgc) [\p{L}'’ -]{2,30})`;
export const militaryOffice = String.raw`(?:[AFD]PO|[afd]po),? (?:A[AEP]|a[aep]),? \d{5}(?:-\d{4})?`;

/** Forms that only post codes have: British, Dutch, Canadian, American after a state, ones with their country before. */
export const postcodeForms = [
  String.raw`[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}`,
  String.raw`\d{4} [A-Z]{2}(?= |,|$)`,
  String.raw`[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d`,
  String.raw`(?:A|D|CZ|SK|PL|CH|F|B|L|S|N|DK|FI|SE|DE|FR)-\d{2,3} ?-?\d{2,3}`,
  String.raw`\d{5}-\d{3}(?:\d)?`,
] as const;

/** Not inside a word, a number, a code or an e-mail address. */
export const edges = (pattern: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_@#€$.-])(?:${pattern})(?![\\p{L}\\p{N}_@])`, 'gu');
