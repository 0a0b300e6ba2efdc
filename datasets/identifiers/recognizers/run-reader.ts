// Reads one run of capitalized words as a person, company or place: by dictionaries, spelling, and the words around it.
import type { CapitalRun } from './capital-runs.ts';
import { isAnnounced } from './entity-finder.ts';
import type { Entity, EntityType } from './entity-types.ts';
import { nameLabels, organisationCues, personCues, placeCues, speechCues, weakPlaceCues } from './name-cues.ts';
import type { NameDictionaries } from './name-dictionaries.ts';
import { isNationality } from './nationalities.ts';
import { functionWords, legalForms, organisationWords, particles } from './word-lists.ts';
import type { Word } from './words-of.ts';

type Reading = { type: EntityType; confidence: number };

export class RunReader {
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
    if (this.#isOrganisation(named)) return { type: 'organisation', confidence: 0.75 };
    const { countries, firstNames } = this.#known;
    const isCountry =
      countries.has(whole) ||
      (named.length === 2 && countries.has(named[1]?.folded ?? '') && !firstNames.has(first.folded));
    // Chad, Kuba and Georgia are people too.
    if (isCountry && (!firstNames.has(whole) || this.#isCued(placeCues))) return { type: 'place', confidence: 0.85 };
    return named.length > 1 ? this.#severalWords(named, whole) : this.#oneWord(first);
  }

  #severalWords(named: readonly Word[], whole: string): Reading | undefined {
    const { firstNames, lastNames, places, words: ordinary } = this.#known;
    if (places.has(whole)) return { type: 'place', confidence: 0.75 };
    if (named.some(({ initial }, at) => initial && at > 0 && at < named.length - 1))
      return { type: 'personName', confidence: 0.8 };
    const scores: number[] = named.map(({ folded, initial }, at) => {
      if (initial || particles.has(folded)) return 0.6;
      if (firstNames.has(folded) && at < named.length - 1) return at === 0 ? 1.5 : 1;
      if (lastNames.has(folded)) return 1;
      if (ordinary.has(folded) || functionWords.has(folded)) return -1.2;
      return firstNames.has(folded) ? 0.8 : 0.6;
    });
    const score = scores.reduce((sum, each) => sum + each, 0);
    const ordinaryWords = scores.filter((each) => each < 0).length;
    if (this.#isCued(placeCues) && score < 2 && ordinaryWords < named.length) return { type: 'place', confidence: 0.5 };
    if (named.length > 5 || ordinaryWords * 2 >= named.length) return undefined;
    if (score >= 1.6) return { type: 'personName', confidence: Math.min(0.84, 0.5 + score / 8) };
    if (this.#isCued(personCues) || this.#isLabelled()) return { type: 'personName', confidence: 0.7 };
    return this.#capitalizesNouns || ordinaryWords > 0 ? undefined : { type: 'personName', confidence: 0.5 };
  }

  #oneWord(word: Word): Reading | undefined {
    const { firstNames, lastNames, places, words: ordinary } = this.#known;
    const { folded, opens, text } = word;
    if (word.initial || folded.length < 2) return undefined;
    const [isFirst, isLast, isPlace, isOrdinary] = [firstNames, lastNames, places, ordinary].map((list) =>
      list.has(folded),
    );
    if (isNationality(folded)) return { type: 'nationality', confidence: 0.7 };
    if (this.#isCued(speechCues)) return { type: 'lastName', confidence: 0.7 };
    if (this.#isLabelled() && !isOrdinary)
      return { type: isFirst && !isLast ? 'firstName' : 'lastName', confidence: 0.75 };
    if (this.#isAcronym(text) && !isPlace) return undefined;
    if (isOrdinary) {
      const isName = (isFirst || isLast) && !opens && !this.#capitalizesNouns;
      return isName ? { type: isLast ? 'lastName' : 'firstName', confidence: 0.45 } : undefined;
    }
    if (this.#isCued(placeCues) && (isPlace || !isFirst)) return { type: 'place', confidence: isPlace ? 0.75 : 0.5 };
    if (isPlace && this.#isCued(weakPlaceCues) && !isFirst) return { type: 'place', confidence: 0.7 };
    if (isFirst) return { type: 'firstName', confidence: opens ? 0.7 : 0.75 };
    if (isLast) return { type: 'lastName', confidence: opens ? 0.5 : 0.6 };
    if (isPlace) return { type: 'place', confidence: 0.65 };
    if (this.#isCued(personCues)) return { type: 'lastName', confidence: 0.6 };
    return this.#capitalizesNouns ? undefined : this.#unknownWord(text, opens);
  }

  /** A few capitals inside a text that has small letters. */
  #isAcronym = (text: string): boolean =>
    text.length <= 5 && /^\p{Lu}{2,}$/u.test(text) && /\p{Ll}{2}/u.test(this.#text);

  /** No list has it: a capital inside a sentence names something, and whoever does something is somebody. */
  #unknownWord(text: string, opens: boolean): Reading | undefined {
    if (wordEndings.test(text) || !/\p{Ll}/u.test(this.#text)) return undefined;
    if (this.#isCued(organisationCues)) return { type: 'organisation', confidence: 0.5 };
    if (this.#isCued(weakPlaceCues)) return { type: 'place', confidence: 0.5 };
    if (!opens) return { type: /\p{Ll}\p{Lu}/u.test(text) ? 'organisation' : 'lastName', confidence: 0.45 };
    const end = this.#endOfRun();
    const start = this.#run.words[0]?.start ?? 0;
    const isLine = /\n[> ]*$/.test(this.#text.slice(0, start)) && /^ *(?:\n|$)/.test(this.#text.slice(end, end + 3));
    if (isLine) return { type: 'organisation', confidence: 0.45 };
    const { after } = this.#run;
    const acts = after !== undefined && !after.capital && humanVerbs.test(after.text);
    return acts || /^(?:,|: ?["“'])/.test(this.#text.slice(end, end + 3))
      ? { type: 'lastName', confidence: 0.45 }
      : undefined;
  }

  #endOfRun = (): number => this.#run.words.at(-1)?.end ?? 0;

  #isDateWord = (whole: string): boolean => this.#known.months.has(whole) || this.#known.weekdays.has(whole);

  #isOrganisation(named: readonly Word[]): boolean {
    const last = named.at(-1)?.folded ?? '';
    return (
      named.length > 1 && (legalForms.has(last) || (organisationWords.has(last) && !this.#known.firstNames.has(last)))
    );
  }

  #isCued(cues: ReadonlySet<string>): boolean {
    const { before } = this.#run;
    return before !== undefined && /^[ ]{1,2}$/.test(this.#run.words[0]?.gap ?? '') && cues.has(before.folded);
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

/** Of words that no list of stems has, in English: no names end so, or few. */
const wordEndings =
  /(?:ings?|[ts]ions?|ness|ments?|it(?:y|ies)|ly|ful|less|[ai]ble|ous|ive|isms?|ists?|ed|est|ware|ship|hood|icals?|icians?|ery|ary|ory|ics|ency|[ae]nce|tures?|[il]ize|ify|ogy|ology)$/;

const humanVerbs =
  /^(?:said|says|wrote|called|told|asked|spent|began|lives|lived|works|worked|went|left|knew|gave|took|thinks|wants|wanted|shouted|joined|moved|met|loves|likes|paid|owes|and)$/;
