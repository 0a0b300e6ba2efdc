// Measures what a sample of a column looks like: shares of its distinct values by kind, and their shapes.
import { startsWithDay } from '../../identifiers/recognizers/calendar-date.ts';
import { classifyValue } from '../../identifiers/recognizers/classify-value.ts';
import { typeNamedBy } from '../../identifiers/recognizers/column-words.ts';
import type { EntityType } from '../../identifiers/recognizers/entity-types.ts';
import { fold } from '../../identifiers/recognizers/fold.ts';
import { nameDictionaries } from '../../identifiers/recognizers/name-dictionaries.ts';
import { nationalIdsOf } from '../../identifiers/recognizers/national-ids.ts';
import type { ColumnProfile } from '../profile/column-profile.ts';

export type ValueMeasures = {
  looked: number;
  /** Share of the values that could be of a kind, by their form alone. */
  shares: ReadonlyMap<EntityType, number>;
  /** The same where the column's name lets the bare form of its kind count. */
  namedShares: ReadonlyMap<EntityType, number>;
  /** Share of the values that one and the same country would give as personal numbers. */
  nationalIdShare: number;
  /** Share that could be a person's name, whole or in part. */
  personShare: number;
  meanWords: number;
  /** Share of values without a digit. */
  wordy: number;
  /** Digits YYMMDD with months raised by 50, as only birth numbers are. */
  isBirthNumber: boolean;
  /** Digits alone, nearly all of the same length and evenly spread: numbers that were given, not measured. */
  isGivenNumber: boolean;
  /** Letters with digits in one and the same form. */
  isCode: boolean;
  /** Share of values of one word that hold a name among other letters and digits, or a name after a domain. */
  loginShare: number;
};

/** Recognizers take tens of microseconds a value; four hundred tell a share within five points. */
const looks = 400;

/** Passed by nearly every number of its length. */
const empty = new Set(['US SSN without hyphens']);

export function measureValues({ sample, readAs, column: { name } }: ColumnProfile): ValueMeasures {
  // What has a type of its own is nothing that recognizers know.
  const isWritten = readAs.type === 'text' || readAs.type === 'integer';
  const values = isWritten ? sample.slice(0, looks).map(({ value }) => value) : [];
  const share = (test: (value: string) => boolean) =>
    values.length === 0 ? 0 : values.filter(test).length / values.length;
  const bare = values.map((value) => classifyValue(value));
  const named = typeNamedBy(name) === undefined ? bare : values.map((value) => classifyValue(value, name));
  const schemes = values.flatMap((value) => nationalIdsOf(value).filter((scheme) => !empty.has(scheme)));
  const person: readonly EntityType[] = ['personName', 'firstName', 'lastName'];
  return {
    looked: values.length,
    shares: sharesOf(bare),
    namedShares: sharesOf(named),
    nationalIdShare: Math.max(0, ...countsOf(schemes).values()) / Math.max(1, values.length),
    personShare: share((value) => classifyValue(withoutTurn(value)).some((kind) => person.includes(kind))),
    meanWords: values.reduce((sum, value) => sum + value.trim().split(/\s+/).length, 0) / Math.max(1, values.length),
    wordy: share((value) => !/\d/.test(value)),
    isBirthNumber: areBirthNumbers(values),
    isGivenNumber: areGivenNumbers(values),
    isCode: areCodes(values),
    loginShare: share(isLogin),
  };
}

/** Numbers behind names keep generated people apart. */
const withoutTurn = (value: string) => value.replaceAll(/(?<=\p{Ll}{2})\d{1,4}(?=\s|$)/gu, '');

function isLogin(value: string): boolean {
  if (/^[\p{L}\d.-]+\\[\p{L}\d._-]+$/u.test(value)) return true;
  if (!/^[\p{L}\d._-]{3,40}$/u.test(value) || !/[\d._-]/.test(value)) return false;
  const { firstNames, lastNames } = nameDictionaries();
  const parts = value.split(/[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u).filter((part) => part.length >= 3);
  const named = parts.filter((part) => firstNames.has(fold(part)) || lastNames.has(fold(part)));
  // Three letters of a long code are a name by chance.
  return Math.max(0, ...named.map((part) => part.length)) >= 0.4 * value.length;
}

function countsOf<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function sharesOf(kinds: readonly (readonly EntityType[])[]): Map<EntityType, number> {
  const counts = countsOf(kinds.flat());
  return new Map([...counts].map(([kind, count]) => [kind, count / kinds.length]));
}

/** Of random digits one in fourteen passes; without raised months they are dates. */
function areBirthNumbers(values: readonly string[]): boolean {
  const compact = values.map((value) => value.replace(/^(\d{6})\/?(\d{3,4})$/, '$1$2'));
  const fits = compact.filter((value) => /^(\d{6}|\d{9,10})$/.test(value) && startsWithDay(value, [0, 50]));
  const raised = fits.filter((value) => Number(value.slice(2, 4)) > 50);
  return (
    values.length >= 10 &&
    fits.length >= 0.97 * values.length &&
    raised.length >= 0.1 * values.length &&
    raised.length <= 0.9 * values.length
  );
}

/** Amounts begin with 1 in a third of cases (Benford) and differ in length; numbers that were given out do neither. */
function areGivenNumbers(values: readonly string[]): boolean {
  if (values.length < 100 || !values.every((value) => /^\d+$/.test(value))) return false;
  const longest = Math.max(...values.map((value) => value.length));
  const full = values.filter((value) => value.length === longest);
  const first = countsOf(full.map((value) => value[0]));
  return (
    longest >= 7 &&
    full.length >= 0.8 * values.length &&
    first.size >= 7 &&
    Math.max(...first.values()) <= 0.25 * full.length
  );
}

function areCodes(values: readonly string[]): boolean {
  if (values.length < 20) return false;
  const shapes = countsOf(values.map((value) => value.replaceAll(/\d/g, '9').replaceAll(/\p{L}/gu, 'A')));
  const [shape = '', count = 0] = [...shapes].sort((a, b) => b[1] - a[1])[0] ?? [];
  const isOneShape = count >= 0.8 * values.length && shape.includes('9') && !shape.includes(' ') && shape.length >= 6;
  // Seventeen signs of a chassis; beyond F, because what holds hex digits only was made by a machine for itself.
  const isMixed = (value: string) => /^(?=.*\d)(?=.*[G-Z])[A-Z0-9]{8,24}$/.test(value);
  return (
    isOneShape ||
    (new Set(values.map(({ length }) => length)).size === 1 && values.filter(isMixed).length >= 0.8 * values.length)
  );
}
