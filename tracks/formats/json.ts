// Reads JSON and JSON Lines, and finds the line of a place in them.
import { LineCounter, parseDocument } from 'yaml';

export type JsonProblem = { line: number; message: string };

export type Json =
  | { value: unknown; lineOf: (place: readonly PropertyKey[]) => number; problem?: never }
  | { problem: JsonProblem };

/** `lineOf` answers with the line of the place, or of its nearest parent that exists. */
export function parseJson(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: { line: lineOfSyntaxError(error, text), message: `is not JSON: ${error.message}` } };
  }
  // JSON is YAML, whose parser keeps the place of every node.
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const twice = document.errors.find((error) => error.code === 'DUPLICATE_KEY');
  if (twice) {
    const { line } = lines.linePos(twice.pos[0]);
    return {
      problem: { line, message: 'has this key twice in one object; the second would silently win, remove one' },
    };
  }
  const lineOf = (place: readonly PropertyKey[]): number => {
    for (let length = place.length; length > 0; length--) {
      const node = document.getIn(place.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  return { value, lineOf };
}

function lineOfSyntaxError(error: SyntaxError, text: string): number {
  const position = /position (\d+)/.exec(error.message)?.[1];
  const read = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
  return read.split('\n').length;
}

export type JsonLine = { line: number; value: unknown };

/** One JSON object a line; blank lines are skipped. */
export function parseJsonLines(text: string): { entries: JsonLine[]; problems: JsonProblem[] } {
  const entries: JsonLine[] = [];
  const problems: JsonProblem[] = [];
  if (text.trimStart().startsWith('[')) {
    const message =
      'is one JSON array; expected JSON Lines: one object a line, no brackets round them, no commas between';
    return { entries, problems: [{ line: 1, message }] };
  }
  text.split('\n').forEach((content, index) => {
    if (content.trim() === '') return;
    try {
      entries.push({ line: index + 1, value: JSON.parse(content) });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      problems.push({ line: index + 1, message: `this line is not JSON by itself: ${withoutPosition(error.message)}` });
    }
  });
  return { entries, problems };
}

/** The parser counts within the one line it was given; the file's line is named beside it. */
function withoutPosition(message: string): string {
  return message.replace(/ in JSON at position \d+.*$/s, '');
}
