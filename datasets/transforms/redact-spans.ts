// Takes spans out of a text: each becomes a token that says what stood there.
import type { EntityType } from '../identifiers/recognizers/entity-types.ts';

/** Offsets in UTF-16 units, the end not included. */
export type RedactedSpan = { start: number; end: number; type: EntityType };

/** `personName` becomes [PERSON_NAME]: letters keep what stood around from running together into another value. */
const tokenOf = (type: EntityType): string =>
  `[${type.replaceAll(/\p{Lu}/gu, (letter) => `_${letter}`).toUpperCase()}]`;

/** Spans that touch or overlap become one, named for the longest of them. */
export function redactSpans(text: string, spans: readonly RedactedSpan[]): string {
  let told = '';
  let at = 0;
  for (const { start, end, type } of mergeSpans(spans)) {
    told += text.slice(at, start) + tokenOf(type);
    at = end;
  }
  return told + text.slice(at);
}

export function mergeSpans(spans: readonly RedactedSpan[]): RedactedSpan[] {
  const merged: (RedactedSpan & { longest: number })[] = [];
  const ordered = [...spans].sort((a, b) => a.start - b.start || b.end - a.end || (a.type < b.type ? -1 : 1));
  for (const span of ordered) {
    const last = merged.at(-1);
    const length = span.end - span.start;
    if (!last || span.start >= last.end) {
      merged.push({ ...span, longest: length });
      continue;
    }
    last.end = Math.max(last.end, span.end);
    if (length > last.longest) Object.assign(last, { type: span.type, longest: length });
  }
  return merged.map(({ start, end, type }) => ({ start, end, type }));
}

/** Whether no letter and no digit of the place stays: what is left of a number is enough to find it by. */
export function isGone(
  { text, start, end }: { text: string; start: number; end: number },
  spans: readonly RedactedSpan[],
): boolean {
  const places = [...text.slice(start, end).matchAll(/[\p{L}\p{N}]/gu)].map(({ index }) => start + index);
  return places.every((place) => spans.some((span) => span.start <= place && place < span.end));
}
