// Recognizes firms named for three partners: Marshall, Hernandez and Simpson.
import type { Entity } from './entity-types.ts';
import { fold } from './fold.ts';
import { nameDictionaries } from './name-dictionaries.ts';

/** Nothing more before or after: a longer list is one of people. */
const pattern =
  /(?<!\p{L}, |[\p{L}\p{N}_])(?<first>\p{Lu}[\p{L}'’-]+), (?<second>\p{Lu}[\p{L}'’-]+) (?:and|&|und|et|y|e|a|en|i) (?<third>\p{Lu}[\p{L}'’-]+)/gu;

export function partnerFirmsIn(text: string): Entity[] {
  const { firstNames, lastNames } = nameDictionaries();
  return [...text.matchAll(pattern)].flatMap(({ 0: found, index, groups = {} }): Entity[] => {
    const names = Object.values(groups).map(fold);
    const isFirm = names.every((name) => lastNames.has(name)) && names.some((name) => !firstNames.has(name));
    return isFirm ? [{ type: 'organisation', start: index, end: index + found.length, confidence: 0.8 }] : [];
  });
}
