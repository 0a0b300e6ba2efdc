// Line numbers of a YAML document's parts, for messages.
import { type Document, isMap, isNode, isPair, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

/** Line (from 1) of what a path leads to, or of its nearest enclosing part that the file does hold; an index may be written as text. */
export function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: Node | null = document.contents;
  let offset = startOf(node);
  for (const step of path) {
    const next: Node | null = isSeq(node) ? nodeOf(node.items[Number(step)]) : null;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      offset = startOf(nodeOf(pair.key)) ?? offset;
      node = nodeOf(pair.value);
      continue;
    }
    if (!next) break;
    node = next;
    offset = startOf(node) ?? offset;
  }
  return lines.linePos(offset ?? 0).line;
}

const nodeOf = (value: unknown): Node | null => (isNode(value) && !isPair(value) ? value : null);
const startOf = (node: Node | null) => node?.range?.[0];
