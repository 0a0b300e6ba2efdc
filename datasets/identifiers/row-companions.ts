// Looks whether a value stands together with the companions that its tuple declares.
import type { Candidate } from './candidates.ts';
import type { IdentifierIndex, IndexedIdentifier } from './identifier-index.ts';
import type { TextCell } from './text-cell.ts';

/** Longer cells and lines are prose of their own, not one row. */
const longestCompanion = 64;
const longestLine = 400;

export class RowCompanions {
  readonly #text: string;
  readonly #index: IdentifierIndex;
  readonly #rows = new Map<number, string[]>();

  constructor(text: string, cells: readonly TextCell[], index: IdentifierIndex) {
    this.#text = text;
    this.#index = index;
    if (!index.identifiers.some(({ hasTuple }) => hasTuple)) return;
    for (const { row, text: value, joined } of cells) {
      if (row === undefined || joined || value.length > longestCompanion) continue;
      const known = this.#rows.get(row) ?? [];
      known.push(value.trim().toLowerCase());
      this.#rows.set(row, known);
    }
  }

  hasTuple(identifier: IndexedIdentifier, candidate: Candidate, { row }: TextCell): boolean {
    if (!identifier.hasTuple) return false;
    const companions = row === undefined ? this.#wordsOfLine(candidate) : (this.#rows.get(row) ?? []);
    return this.#index.holdsTuple(identifier, candidate.normalized, companions);
  }

  #wordsOfLine({ start, end }: Candidate): string[] {
    const from = this.#text.lastIndexOf('\n', start - 1) + 1;
    const to = this.#text.indexOf('\n', end);
    const line = this.#text.slice(from, to === -1 ? undefined : to);
    return line.length > longestLine ? [] : (line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  }
}
