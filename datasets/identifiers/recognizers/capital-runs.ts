// Groups the capitalized words of a text into runs that could be one name each.
import type { NameDictionaries } from './name-dictionaries.ts';
import { functionWords, particles, titles, unitWords } from './word-lists.ts';
import type { Word } from './words-of.ts';

export type CapitalRun = {
  words: readonly Word[];
  /** The word before it in the same sentence, and the word after it. */
  before: Word | undefined;
  after: Word | undefined;
  /** A title such as Mr. or Dr. right before it. */
  title: Word | undefined;
};

/** At most two spaces: more set columns apart. */
const joins = (gap: string): boolean => /^(?: {1,2}|\u00a0|\. ?)$/.test(gap);

export function capitalRunsOf(words: readonly Word[], { firstNames, words: ordinary }: NameDictionaries): CapitalRun[] {
  const runs: CapitalRun[] = [];
  let at = 0;
  while (at < words.length) {
    const end = endOfRun(words, at);
    const run = words.slice(at, end);
    if (run.length > 0) {
      const stripped = withoutOpening(run, firstNames, ordinary);
      const from = at + run.length - stripped.length;
      const before = words[from - 1];
      const title =
        before && titles.has(before.folded) && /^\.? {0,2}$/.test(words[from]?.gap ?? '') ? before : undefined;
      if (stripped.length > 0)
        runs.push({
          words: stripped,
          before: words[from]?.opens ? undefined : before,
          after: words[end]?.opens ? undefined : words[end],
          title,
        });
    }
    at = Math.max(end, at + 1);
  }
  return runs;
}

function endOfRun(words: readonly Word[], at: number): number {
  let end = at;
  while (end < words.length) {
    const word = words[end];
    if (!word || (end > at && !joins(word.gap))) break;
    // A full stop joins only what stood as an initial before it.
    if (end > at && word.gap.startsWith('.') && !words[end - 1]?.initial && !titles.has(words[end - 1]?.folded ?? ''))
      break;
    const next = words[end + 1];
    const leads = particles.has(word.folded) && next !== undefined && joins(next.gap);
    const isParticle = leads && (next.capital || (particles.has(next.folded) && words[end + 2]?.capital === true));
    const afterParticle = end > at && particles.has(words[end - 1]?.folded ?? '');
    const stands =
      word.capital &&
      !unitWords.has(word.folded) &&
      (!functionWords.has(word.folded) || afterParticle || (word.initial && end > at && word.text !== 'I'));
    if (!stands && !(isParticle && (end > at || (word.capital && !word.opens)))) break;
    end++;
  }
  return end;
}

/** Takes titles off the start, and the word that only the start of its sentence capitalizes. */
function withoutOpening(run: readonly Word[], firstNames: ReadonlySet<string>, ordinary: ReadonlySet<string>): Word[] {
  const rest = [...run];
  while (rest[0] && rest.length > 0) {
    const [first, second] = rest;
    const isTitle = titles.has(first.folded) && !(firstNames.has(first.folded) && first.folded.length > 4);
    const isOrdinary = first.opens && ordinary.has(first.folded);
    const begins = isOrdinary && firstNames.has(first.folded) && second !== undefined && !ordinary.has(second.folded);
    if (!isTitle && (!isOrdinary || begins)) break;
    rest.shift();
  }
  return rest;
}
