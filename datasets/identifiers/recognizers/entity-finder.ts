// What one recognizer answers, before readings of one place are held against each other.
import { contextIn } from '../column-verdict.ts';
import type { Entity, EntityType } from './entity-types.ts';

export type EntityFinder = (text: string) => Entity[];

/** How far before a value its context may stand, in characters. */
const reach = 40;

/** Whether a word of the context stands in the same line, or as the label in the line above, shortly before the place. */
export function isAnnounced(text: string, start: number, context: readonly string[]): boolean {
  const before = text.slice(Math.max(0, start - reach), start);
  const [near = ''] = before.split(/[.!?;]\s(?=\p{Lu})|\n\s*\n/u).slice(-1);
  return contextIn(near, context) !== undefined;
}

/** Every match of a pattern (of its group `value`, where it has one) that `confidenceOf` does not reject with 0. */
export function matchesOf(
  text: string,
  pattern: RegExp,
  type: EntityType,
  confidenceOf: (found: string, start: number) => number,
): Entity[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const found = match.groups?.['value'] ?? match[0];
    const start = match.index + match[0].indexOf(found);
    const confidence = confidenceOf(found, start);
    return confidence > 0 ? [{ type, start, end: start + found.length, confidence }] : [];
  });
}
