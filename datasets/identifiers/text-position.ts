// Places in a text, for people: lines, columns, and an excerpt that shows where but not what.

export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Both from 1. */
export function positionOf(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

const around = 24;

/** Only letters and spaces stay readable around the value: what stands beside an identifier is often another one. */
export function mask(text: string, start: number, end: number): string {
  const before =
    text
      .slice(Math.max(0, start - around), start)
      .split('\n')
      .at(-1) ?? '';
  const after = text.slice(end, end + around).split('\n')[0] ?? '';
  const hidden = '•'.repeat(Math.min(12, end - start));
  return `${quiet(before)}${hidden}${quiet(after)}`.trim();
}

const quiet = (text: string) => text.replaceAll(/\S*[@0-9]\S*/g, '…');
