// Finds the texts by which a source says that there is no value.

/** Where they stand they mean null. */
const alwaysNull = [
  '?',
  '\\N',
  'NULL',
  'null',
  '(null)',
  '<NA>',
  'NaN',
  'nan',
  '#N/A',
  'N/A',
  'n/a',
  '0000-00-00',
  '0000-00-00 00:00:00',
];
/** Words and signs too: null only among numbers or dates. */
const nullAmongNumbers = ['NA', '-', '--', '.', 'None', 'none', 'nil', '*'];

export const nullSpellings: readonly string[] = [...alwaysNull, ...nullAmongNumbers];

const isTyped = (value: string) => /^\s*[+-]?[\d.,:/ -]*\d[\d.,:/ TZ-]*\s*$/.test(value);

/** `found` are the spellings in a column as they stand there, with spaces; `sample` its values. */
export function nullsAmong(found: readonly string[], sample: readonly string[]): string[] {
  const others = sample.filter((value) => !nullSpellings.includes(value.trim()));
  const isAmongNumbers = others.length > 0 && others.every(isTyped);
  return found.filter((value) => alwaysNull.includes(value.trim()) || isAmongNumbers);
}
