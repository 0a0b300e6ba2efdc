// Takes what a policy plants out of its text: a copy of it lies in the extract, before the eyes of those who are to find it.
import { isMap, isNode, isScalar, parseDocument } from 'yaml';

/** The text without its section `plant` and without the comments just above that; everything else to the letter. */
export function cutPlant(text: string): string {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) return text;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'plant');
  if (!pair || !isNode(pair.key) || !pair.key.range) return text;
  const end = isNode(pair.value) && pair.value.range ? pair.value.range[2] : pair.key.range[2];
  const before = text.slice(0, pair.key.range[0]).split('\n');
  while (before.length > 1 && /^\s*(#.*)?$/.test(before.at(-2) ?? '')) before.splice(-2, 1);
  // What follows starts a line of its own again.
  return `${before.join('\n')}${text.slice(end).replace(/^[^\n]*\n/, (rest) => (rest.trim() === '' ? '' : rest))}`;
}
