// Looks for identifiers in the texts that leave beside the rows: the policy, names, reports, what files say of themselves.
import { findIdentifiers } from '../identifiers/find-identifiers.ts';
import type { IdentifierSet } from '../identifiers/identifier-set.ts';

export type LeavingText = {
  /** Of the file that says it; how it is read goes by its extension. */
  path: string;
  text: string;
  /**
   * Whether people wrote it. What the engine made itself is full of counts beside the names of identifiers: there a value must
   * count anywhere, or a customer number of four digits would be found in every number of rows.
   */
  by: 'people' | 'engine';
};

/** One sentence per finding, with the place and no value. */
export function scanTexts(texts: readonly LeavingText[], set: IdentifierSet): string[] {
  const anywhere = withoutContext(set);
  return texts.flatMap(({ path, text, by }) =>
    findIdentifiers(text, by === 'people' ? set : anywhere, { path }).map(
      ({ identifier, line, reason }) => `${identifier} in ${path}, line ${line}: ${reason}`,
    ),
  );
}

const withoutContext = (set: IdentifierSet): IdentifierSet => ({
  ...set,
  identifiers: set.identifiers.map((each) => ({ ...each, context: [], tuple: null })),
});
