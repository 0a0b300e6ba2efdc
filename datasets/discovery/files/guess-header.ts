// Tells whether the first record of a file names its columns.
import { classifyValue } from '../../identifiers/recognizers/classify-value.ts';
import { directIdentifierTypes } from '../../identifiers/recognizers/entity-types.ts';

export type HeaderGuess = {
  header: boolean;
  sure: boolean;
  /** A name is missing or comes twice, as over the row numbers that some programs write: names to be given in the policy. */
  names?: string[];
};

const isNumberOrDate = (text: string) => /^\s*[+-]?[\d.,:/ -]*\d[\d.,:/ TZ-]*\s*$/.test(text);
const isName = (text: string) => /^\s*[\p{L}_#][\p{L}\p{N}\p{M}_ .()/%#&'-]{0,62}\s*$/u.test(text);

/** Names are no numbers and no values: above numbers stands a word, and it does not come again below. */
export function guessHeader([first = [], ...rest]: readonly (readonly string[])[]): HeaderGuess {
  const named = first.filter((cell) => cell.trim() !== '');
  if (named.length * 2 < first.length || named.some(isNumberOrDate)) return { header: false, sure: true };
  const mended = mendNames(first);
  const isFlawed = mended.some((name, at) => name !== first[at]);
  const columns = first.map((cell, at) => ({ cell, values: rest.map((record) => record[at] ?? '') }));
  if (columns.some(({ cell, values }) => cell.trim() !== '' && mostly(values, isNumberOrDate)))
    return { header: true, sure: true, ...(isFlawed ? { names: mended } : {}) };
  if (isFlawed) return { header: false, sure: true };
  if (columns.some(({ cell, values }) => cell.length > 1 && values.includes(cell)))
    return { header: false, sure: rest.length > 2 };
  // Words above words: a name begins with a letter, is no sentence and nobody's. What is taken for a header is shown to people.
  const tellsSomebody = first.some((cell) => classifyValue(cell).some((type) => directIdentifierTypes.has(type)));
  return { header: first.every(isName) && !tellsSomebody, sure: false };
}

function mendNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, at) => {
    const given = name.trim() === '' ? `column_${at + 1}` : name;
    let mended = given;
    for (let turn = 2; taken.has(mended.toLowerCase()); turn++) mended = `${given}_${turn}`;
    taken.add(mended.toLowerCase());
    return mended;
  });
}

function mostly(values: readonly string[], test: (value: string) => boolean): boolean {
  const filled = values.filter((value) => value.trim() !== '');
  return filled.length > 0 && filled.filter(test).length >= 0.9 * filled.length;
}
