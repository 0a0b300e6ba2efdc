// Takes a text apart into words, with what their spelling and place say.
import { fold } from './fold.ts';
import { titles } from './word-lists.ts';

export type Word = {
  text: string;
  folded: string;
  start: number;
  end: number;
  /** Begins with a capital letter; all of it for more than one letter. */
  capital: boolean;
  /** A single capital letter, with its dot in the span where one follows. */
  initial: boolean;
  /** First of its sentence or line, where a capital says nothing. */
  opens: boolean;
  /** What stands between the word before and this one. */
  gap: string;
};

/** Not the letters of a code such as GB49; the genitive stays outside. */
const pattern =
  /(?<![\p{L}\p{N}_])\p{L}[\p{L}\p{M}]*(?:['’‘-](?!s(?![\p{L}]))\p{L}[\p{L}\p{M}]*)*(?![\p{L}\p{M}\p{N}_])/gu;

export function wordsOf(text: string): Word[] {
  let end = 0;
  let abbreviates = false;
  return [...text.matchAll(pattern)].map(({ 0: word, index }) => {
    const gap = text.slice(end, index);
    const isInitial = /^\p{Lu}$/u.test(word);
    const dotted = isInitial && text[index + 1] === '.';
    end = index + word.length + (dotted ? 1 : 0);
    const folded = fold(word);
    // The full stop of an initial or a title ends no sentence.
    const opens =
      !(abbreviates && /^\. ?$|^ $/.test(gap)) && (index === gap.length || /[.!?:>\n"“„«(]\s*$|\n/.test(gap));
    abbreviates = isInitial || titles.has(folded);
    return {
      text: word,
      folded,
      start: index,
      end,
      capital: /^\p{Lu}/u.test(word),
      initial: isInitial,
      opens,
      gap,
    };
  });
}
