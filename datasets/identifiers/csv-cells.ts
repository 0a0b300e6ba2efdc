// Reads delimited text into cells with the names of their columns, forgiving what a strict reader would refuse.
import type { TextCell } from './text-cell.ts';

const delimiters = [',', ';', '\t', '|'] as const;

/** Undefined where the text is no table: no delimiter splits its first lines alike. `declared` takes a file's word for it. */
export function csvCells(text: string, declared: boolean): TextCell[] | undefined {
  const delimiter = delimiterOf(text, declared);
  if (delimiter === undefined) return undefined;
  const cells: TextCell[] = [];
  let header: string[] | undefined;
  let names: string[] = [];
  let row = 0;
  let field = 0;
  let start = 0;
  let rowStart = 0;
  let quoted = false;
  const endRow = (end: number) => {
    cells.push({ text: text.slice(rowStart, end), start: rowStart, row, joined: true });
    rowStart = end + 1;
  };
  const endField = (end: number) => {
    const raw = text.slice(start, end);
    const offset = raw.startsWith('"') ? 1 : 0;
    const value = raw.endsWith('"') && raw.length > 1 ? raw.slice(offset, -1) : raw.slice(offset);
    if (header) cells.push({ text: value, start: start + offset, column: header[field] ?? `column ${field + 1}`, row });
    else {
      names = [...names, value.trim()];
      // A file without a header holds values in its first line: they are looked at like all others.
      cells.push({ text: value, start: start + offset, column: `column ${field + 1}`, row: 0 });
    }
    field++;
    start = end + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) endField(at);
    else if (character === '\n' && !quoted) {
      endField(text[at - 1] === '\r' ? at - 1 : at);
      endRow(at);
      start = at + 1;
      header ??= names;
      field = 0;
      row++;
    }
  }
  if (start < text.length) {
    endField(text.length);
    endRow(text.length);
  }
  return cells;
}

function delimiterOf(text: string, declared: boolean): string | undefined {
  const lines = text
    .slice(0, 65_536)
    .split('\n')
    .slice(0, 20)
    .filter((line) => line.trim() !== '');
  const widths = delimiters.map((delimiter) => ({
    delimiter,
    counts: lines.map((line) => line.split(delimiter).length - 1),
  }));
  const alike = widths.filter(({ counts }) => (counts[0] ?? 0) > 0 && counts.every((each) => each === counts[0]));
  const [best] = [...alike].sort((a, b) => (b.counts[0] ?? 0) - (a.counts[0] ?? 0));
  if (declared)
    return best?.delimiter ?? [...widths].sort((a, b) => (b.counts[0] ?? 0) - (a.counts[0] ?? 0))[0]?.delimiter;
  return lines.length > 1 ? best?.delimiter : undefined;
}
