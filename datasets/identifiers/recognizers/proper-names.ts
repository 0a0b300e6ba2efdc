// Recognizes names of people, companies and places, capitalized or not.
import { type CapitalRun, capitalRunsOf } from './capital-runs.ts';
import type { Entity, EntityType } from './entity-types.ts';
import { lowerCaseNames } from './lower-case-names.ts';
import { nameDictionaries } from './name-dictionaries.ts';
import { RunReader } from './run-reader.ts';
import { functionWords } from './word-lists.ts';
import { type Word, wordsOf } from './words-of.ts';

export function properNamesIn(text: string): Entity[] {
  const dictionaries = nameDictionaries();
  const words = wordsOf(text);
  const capitalizesNouns = words.filter(({ folded }) => germanWords.has(folded)).length * 8 > words.length;
  const found = capitalRunsOf(words, dictionaries).flatMap((run) => {
    const reader = new RunReader(text, run, dictionaries, capitalizesNouns);
    return [...titleOf(run), ...reader.read()];
  });
  return withRepetitions(words, [...found, ...lowerCaseNames(text, words, dictionaries)]);
}

const germanWords = new Set([
  'der',
  'die',
  'das',
  'und',
  'ist',
  'nicht',
  'ein',
  'eine',
  'mit',
  'ich',
  'den',
  'dem',
  'auf',
  'fur',
  'im',
  'zu',
  'wird',
  'von',
  'hat',
]);

const titleOf = ({ title }: CapitalRun): Entity[] =>
  title?.capital ? [{ type: 'title', start: title.start, end: title.end, confidence: 0.8 }] : [];

/** Who was named in full is meant by one of the names too. */
function withRepetitions(words: readonly Word[], found: readonly Entity[]): Entity[] {
  const parts = new Map<string, EntityType>();
  for (const { type, start, end, confidence } of found) {
    if (type !== 'personName' || confidence < 0.6) continue;
    const named = words.filter(
      (word) => word.start >= start && word.end <= end && !word.initial && word.folded.length > 2,
    );
    for (const [at, { folded }] of named.entries()) parts.set(folded, at === 0 ? 'firstName' : 'lastName');
  }
  const again = words.flatMap(({ folded, capital, start, end }): Entity[] => {
    const type = parts.get(folded);
    return type && capital && !functionWords.has(folded) ? [{ type, start, end, confidence: 0.55 }] : [];
  });
  return [...found, ...again];
}
