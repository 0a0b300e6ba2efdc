// Refuses dictionaries that could put a real whole name together out of words that each are harmless.
import { ownWordsByDefault } from './dictionary-classes.ts';
import type { ExtractPolicy } from './extract-policy.ts';
import type { RefusePolicy } from './refuse-policy.ts';

/** First and last names are drawn apart from each other: where both may be the source's own, so may the two together. */
export function assertOwnWords({ tables }: ExtractPolicy, refuse: RefusePolicy): void {
  for (const [table, { columns }] of Object.entries(tables)) {
    const allowing = (wordClass: 'firstName' | 'lastName') =>
      Object.entries(columns).find(
        ([, { dictionary }]) =>
          dictionary?.class === wordClass && (dictionary.ownWords ?? ownWordsByDefault[wordClass]) === 'allow',
      )?.[0];
    const [first, last] = [allowing('firstName'), allowing('lastName')];
    if (first !== undefined && last !== undefined)
      throw refuse(
        ['tables', table, 'columns', last],
        `expected ownWords: exclude here or at ${first}, because both together could be a real name, got allow at both; or take both from one person`,
      );
  }
}
