// Reads JSON, or lines of it, into cells with the keys they stand under; notebooks are JSON whose strings are prose.
import type { TextCell } from './text-cell.ts';

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

type Level = { object: boolean; key: string; row: number };

/** Lenient: what is no JSON gives the cells that could be read, and a text that breaks off gives those before. */
export function jsonCells(text: string): TextCell[] {
  const cells: TextCell[] = [];
  const levels: Level[] = [];
  let rows = 0;
  let key: string | undefined;
  for (const { 0: found, index } of text.matchAll(token)) {
    const top = levels.at(-1);
    if (found === '{' || found === '[') levels.push({ object: found === '{', key: key ?? top?.key ?? '', row: ++rows });
    else if (found === '}' || found === ']') levels.pop();
    else if (found === ',') key = undefined;
    else if (found !== ':') {
      if (top?.object && key === undefined) {
        key = found.replaceAll('"', '');
        continue;
      }
      const offset = found.startsWith('"') ? 1 : 0;
      const value = offset === 1 ? found.slice(1, -1) : found;
      const under = [top?.key, top?.object ? key : undefined]
        .filter((name) => name !== undefined && name !== '')
        .join(' ');
      cells.push({ text: value, start: index + offset, column: under, row: top?.row ?? 0 });
      continue;
    }
    if (found === '{' || found === '[' || found === '}' || found === ']') key = undefined;
  }
  return cells.filter(({ text: value }) => value !== '');
}
