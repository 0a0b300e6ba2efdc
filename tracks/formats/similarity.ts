// How much of one text comes from another, by shingles of words.
import { wordsOf } from './text.ts';

const shingleWords = 4;

function shingles(text: string): Set<string> {
  const tokens = wordsOf(text.toLowerCase()).map((word) => word.replace(/[^\p{L}\p{N}]+$/u, ''));
  const size = Math.min(shingleWords, Math.max(1, tokens.length));
  const found = new Set<string>();
  for (let start = 0; start + size <= tokens.length; start++) found.add(tokens.slice(start, start + size).join(' '));
  return found;
}

/** Share of the text's shingles that the other text has too: 1 for a copy or a cut copy, 0 for a text of one's own. */
export function shareFrom(text: string, other: string): number {
  const own = shingles(text);
  if (own.size === 0) return 1;
  const others = shingles(other);
  let shared = 0;
  for (const shingle of own) if (others.has(shingle)) shared++;
  return shared / own.size;
}

/** Jaccard similarity of two short texts, word by word: 1 for the same words in any order. */
export function wordOverlap(left: string, right: string): number {
  const one = new Set(wordsOf(left.toLowerCase()));
  const two = new Set(wordsOf(right.toLowerCase()));
  if (one.size === 0 && two.size === 0) return 1;
  let shared = 0;
  for (const word of one) if (two.has(word)) shared++;
  return shared / (one.size + two.size - shared);
}
