// Decides whether the values that a column has in common with an identifier are a leak or chance.
import type { IdentifierClass } from './identifier-set.ts';

export type ColumnHits = {
  /** Name of the column, or of the key its values stand under. */
  column: string;
  /** Distinct values of the identifier's form in the column; of them those that are the identifier's; of these those that count anywhere. */
  candidates: number;
  hits: number;
  anywhere: number;
};

export type IdentifierShape = {
  class: IdentifierClass;
  context: readonly string[];
  /** How many values, with the length of the longest. */
  values: number;
  longestValue: number;
};

/** Most hits that chance may explain before even a value that counts anywhere is put down to it. */
const negligible = 0.01;

/**
 * Why the column leaks, or undefined. The chance that a number of so many digits is one of the identifier's says how many
 * hits to expect in a column of unrelated numbers; what is far beyond that, with a good part of the column, is no chance.
 */
export function columnVerdict(
  shape: IdentifierShape,
  { column, candidates, hits, anywhere }: ColumnHits,
): string | undefined {
  if (hits === 0) return undefined;
  const word = contextIn(column, shape.context);
  if (word !== undefined) return `the column's name says ${word}`;
  const expected = expectedByChance(shape, candidates);
  if (anywhere > 0 && expected < negligible) return 'a value of this kind counts anywhere';
  if (hits >= 3 && hits > 10 * expected + 2 && hits >= 0.3 * candidates)
    return `${hits} of ${candidates} values are the identifier's, where chance explains ${expected.toFixed(1)}`;
  return undefined;
}

export function expectedByChance(shape: IdentifierShape, candidates: number): number {
  const isNumber = ['number', 'phone', 'pan', 'nationalId'].includes(shape.class);
  return isNumber ? (candidates * shape.values) / 10 ** shape.longestValue : 0;
}

/** The context word that a name or a stretch of text holds as whole words, whatever joins them: `birth_number`, `BirthNumber`, `birth number`. */
export function contextIn(text: string, context: readonly string[]): string | undefined {
  const words = spaced(text);
  return context.find((word) => words.includes(spaced(word)));
}

const spaced = (text: string) =>
  ` ${text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
