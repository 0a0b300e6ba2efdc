// Recognizes names of people, companies and places by dictionaries, spelling, and the words around them.
import { type CapitalRun, capitalRunsOf } from './capital-runs.ts';
import { isAnnounced } from './entity-finder.ts';
import type { Entity, EntityType } from './entity-types.ts';
import { lowerCaseNames } from './lower-case-names.ts';
import { nameLabels, organisationCues, personCues, placeCues } from './name-cues.ts';
import { type NameDictionaries, nameDictionaries } from './name-dictionaries.ts';
import { functionWords, organisationWords, particles, streetWords } from './word-lists.ts';
import { type Word, wordsOf } from './words-of.ts';

type Reading = { type: EntityType; confidence: number };

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

/** One run of capitalized words, read every way. */
class RunReader {
  readonly #text: string;
  readonly #run: CapitalRun;
  readonly #known: NameDictionaries;
  readonly #capitalizesNouns: boolean;

  constructor(text: string, run: CapitalRun, known: NameDictionaries, capitalizesNouns: boolean) {
    this.#text = text;
    this.#run = run;
    this.#known = known;
    this.#capitalizesNouns = capitalizesNouns;
  }

  read(): Entity[] {
    const { words, title } = this.#run;
    const last = words.findLastIndex(({ folded, initial }) => initial || !particles.has(folded));
    const named = words.slice(0, last + 1);
    const [first] = named;
    const final = named.at(-1);
    if (!first || !final) return [];
    const reading = title ? { type: this.#titledType(named), confidence: 0.9 } : this.#reading(named, first);
    return reading ? [{ ...reading, start: first.start, end: final.end }] : [];
  }

  #titledType = (named: readonly Word[]): EntityType => (named.length > 1 ? 'personName' : 'lastName');

  #reading(named: readonly Word[], first: Word): Reading | undefined {
    const whole = named.map(({ folded }) => folded).join(' ');
    if (this.#isDateWord(whole)) return undefined;
    if (this.#known.countries.has(whole)) return { type: 'place', confidence: 0.85 };
    if (this.#isOrganisation(named)) return { type: 'organisation', confidence: 0.7 };
    if (named.some(({ folded }) => streetWords.has(folded) && !this.#known.lastNames.has(folded))) return undefined;
    return named.length > 1 ? this.#severalWords(named, whole) : this.#oneWord(first);
  }

  #severalWords(named: readonly Word[], whole: string): Reading | undefined {
    const { firstNames, lastNames, places, words: ordinary } = this.#known;
    if (places.has(whole)) return { type: 'place', confidence: 0.75 };
    const scores: number[] = named.map(({ folded, initial }, at) => {
      if (initial || particles.has(folded)) return 0.6;
      if (firstNames.has(folded) && at < named.length - 1) return at === 0 ? 1.5 : 1;
      if (lastNames.has(folded)) return 1;
      if (ordinary.has(folded) || functionWords.has(folded)) return -1.2;
      return firstNames.has(folded) ? 0.8 : 0.6;
    });
    const score = scores.reduce((sum, each) => sum + each, 0);
    const ordinaryWords = scores.filter((each) => each < 0).length;
    if (named.length > 5 || ordinaryWords * 2 >= named.length) return undefined;
    if (score >= 1.6) return { type: 'personName', confidence: Math.min(0.9, 0.5 + score / 8) };
    if (this.#isCued(personCues) || this.#isLabelled()) return { type: 'personName', confidence: 0.7 };
    if (this.#isCued(placeCues)) return { type: 'place', confidence: 0.5 };
    if (this.#isCued(organisationCues)) return { type: 'organisation', confidence: 0.5 };
    return this.#capitalizesNouns || ordinaryWords > 0 ? undefined : { type: 'personName', confidence: 0.5 };
  }

  #oneWord(word: Word): Reading | undefined {
    const { firstNames, lastNames, places, nationalities, words: ordinary } = this.#known;
    const { folded, opens, text } = word;
    if (word.initial || folded.length < 2) return undefined;
    const [isFirst, isLast, isPlace] = [firstNames, lastNames, places].map((list) => list.has(folded));
    const isOrdinary = ordinary.has(folded);
    if (nationalities.has(folded)) return { type: 'nationality', confidence: 0.7 };
    if (this.#isCued(placeCues) && !(isFirst && !isPlace) && !isOrdinary)
      return { type: 'place', confidence: isPlace ? 0.75 : 0.5 };
    if (this.#isLabelled() && !isOrdinary)
      return { type: isFirst && !isLast ? 'firstName' : 'lastName', confidence: 0.75 };
    if (isFirst && !isOrdinary) return { type: 'firstName', confidence: opens ? 0.7 : 0.75 };
    if (isPlace && !isOrdinary) return { type: 'place', confidence: 0.65 };
    if (isLast && !isOrdinary) return { type: 'lastName', confidence: opens ? 0.5 : 0.6 };
    if (this.#isCued(personCues) && !isOrdinary) return { type: 'lastName', confidence: 0.6 };
    if (isOrdinary || this.#capitalizesNouns)
      return isFirst && !opens && !isOrdinary ? { type: 'firstName', confidence: 0.5 } : undefined;
    if (!opens && (isFirst || isLast)) return { type: 'lastName', confidence: 0.5 };
    return this.#unknownWord(text, opens);
  }

  /** No list has it: a capital inside a sentence names something, and whoever does something is somebody. */
  #unknownWord(text: string, opens: boolean): Reading | undefined {
    if (this.#isCued(organisationCues)) return { type: 'organisation', confidence: 0.5 };
    const isShout = text.length <= 5 && text === text.toUpperCase();
    const isWordLike = /(?:ing|tion|tions|ness|ment|ity|ly|ful|less|able|ous|ive|ism|ist|ed|est|ware|ship|hood)$/.test(
      text,
    );
    if (isShout || isWordLike) return undefined;
    if (!opens) return { type: /\p{Ll}\p{Lu}/u.test(text) ? 'organisation' : 'lastName', confidence: 0.45 };
    const { after } = this.#run;
    const acts = after !== undefined && !after.capital && (/(?:ed|s)$/.test(after.text) || verbs.has(after.text));
    return acts || /^[,:]/.test(this.#text.slice(this.#endOfRun(), this.#endOfRun() + 1))
      ? { type: 'lastName', confidence: 0.45 }
      : undefined;
  }

  #endOfRun = (): number => this.#run.words.at(-1)?.end ?? 0;

  #isDateWord = (whole: string): boolean => this.#known.months.has(whole) || this.#known.weekdays.has(whole);

  #isOrganisation(named: readonly Word[]): boolean {
    const last = named.at(-1);
    return (
      named.length > 1 &&
      last !== undefined &&
      organisationWords.has(last.folded) &&
      !this.#known.firstNames.has(last.folded)
    );
  }

  #isCued(cues: ReadonlySet<string>): boolean {
    const { before } = this.#run;
    return before !== undefined && cues.has(before.folded);
  }

  #isLabelled = (): boolean =>
    isAnnounced(this.#text, this.#run.words[0]?.start ?? 0, nameLabels) && !/\p{L}/u.test(this.#sinceLabel());

  /** What stands between the label and the run, without the few words that may. */
  #sinceLabel(): string {
    const start = this.#run.words[0]?.start ?? 0;
    const before = this.#text.slice(Math.max(0, start - 40), start);
    const label = nameLabelPattern.exec(before);
    return label
      ? before.slice(label.index + label[0].length).replace(/\b(?:is|on the account|user|to|ist|est|es|je|è)\b/gi, '')
      : before;
  }
}

const nameLabelPattern = new RegExp(`.*(?:${nameLabels.join('|')})`, 'isu');

const verbs = new Set([
  'is',
  'was',
  'has',
  'had',
  'will',
  'would',
  'can',
  'could',
  'spent',
  'began',
  'said',
  'and',
  'wrote',
  'went',
  'left',
  'did',
  'knew',
  'told',
  'gave',
  'took',
  'made',
  'came',
  'saw',
  'got',
]);

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
