// Recognizes names that were written without capitals, as people do in chats.
import type { Entity } from './entity-types.ts';
import { personCues } from './name-cues.ts';
import type { NameDictionaries } from './name-dictionaries.ts';
import { functionWords, particles } from './word-lists.ts';
import type { Word } from './words-of.ts';

const addressed = new Set([
  'mr',
  'mrs',
  'ms',
  'miss',
  'dr',
  'prof',
  'herr',
  'frau',
  'monsieur',
  'madame',
  'senor',
  'senora',
  'signor',
  'signora',
]);

/** A first name beside a last name; alone a first name after "name is" and the like, or in a text without any capital. */
export function lowerCaseNames(text: string, words: readonly Word[], known: NameDictionaries): Entity[] {
  const hasCapitals = /\p{Lu}/u.test(text);
  const isOrdinary = ({ folded }: Word) =>
    known.words.has(folded) || functionWords.has(folded) || particles.has(folded);
  const found: Entity[] = [];
  for (const [at, word] of words.entries()) {
    const isFirst = known.firstNames.has(word.folded);
    if (word.capital || functionWords.has(word.folded) || word.folded.length < 3) continue;
    if (isOrdinary(word) && (hasCapitals || !isFirst || personCues.has(word.folded))) continue;
    const next = words[at + 1]?.gap.match(/^ {1,2}$/) ? words[at + 1] : undefined;
    const afterInitial = next && /^\p{Ll}$/u.test(next.text) ? words[at + 2] : next;
    const last =
      afterInitial && !afterInitial.capital && !isOrdinary(afterInitial) && afterInitial.folded.length > 2
        ? afterInitial
        : undefined;
    const isName =
      last &&
      (isFirst ? known.lastNames.has(last.folded) || !hasCapitals : known.lastNames.has(last.folded) && !hasCapitals);
    if (isName && last) {
      found.push({ type: 'personName', start: word.start, end: last.end, confidence: 0.6 });
      continue;
    }
    const before = words[at - 1];
    const titled = before !== undefined && addressed.has(before.folded);
    const named = /\b(?:name(?:'s| is|:)|named|called|call me)\s+$/i.test(
      text.slice(Math.max(0, word.start - 12), word.start),
    );
    if (titled || named) found.push({ type: 'lastName', start: word.start, end: word.end, confidence: 0.6 });
    else if (isOrdinary(word)) continue;
    else if (!hasCapitals && isFirst && !known.places.has(word.folded))
      found.push({ type: 'firstName', start: word.start, end: word.end, confidence: 0.45 });
    else if (!hasCapitals && known.places.has(word.folded))
      found.push({ type: 'place', start: word.start, end: word.end, confidence: 0.45 });
  }
  return found;
}
