// Finds identifiers of a source in a text that someone submits.
import { type Candidate, candidatesIn } from './candidates.ts';
import { columnVerdict, contextIn } from './column-verdict.ts';
import { IdentifierIndex, type IndexedIdentifier } from './identifier-index.ts';
import type { IdentifierFinding, IdentifierSet } from './identifier-set.ts';
import { countsAnywhere } from './normalize.ts';
import { RowCompanions } from './row-companions.ts';
import type { TextCell } from './text-cell.ts';
import { readCells } from './text-cells.ts';
import { lineStarts, mask, positionOf } from './text-position.ts';

/** How far before a value its context may stand, in characters of one sentence. */
const contextReach = 48;

/** What one column holds of one identifier: distinct candidates, and of them its values. */
type Tally = { candidates: Set<string>; hits: Set<string>; anywhere: Set<string>; tuples: Set<string> };
type Hit = { identifier: IndexedIdentifier; candidate: Candidate; cell: TextCell; tally: Tally; hasTuple: boolean };

/**
 * What the text gives away, in its order. `path` says what kind of text it is: CSV and JSON are read by column and key,
 * everything else as prose. A value that counts anywhere is found anywhere; a low-entropy one only within its context: under
 * a column or key of that name, shortly after a context word, with its companions in one row, or where a column holds far
 * more of them than chance explains.
 */
export function findIdentifiers(
  text: string,
  set: IdentifierSet,
  options: { path?: string } = {},
): IdentifierFinding[] {
  const starts = lineStarts(text);
  const found = collectHits(text, set, options.path ?? '').flatMap((hit) => {
    const reason = reasonOf(hit, text);
    if (reason === undefined) return [];
    const { start, end } = hit.candidate;
    const identifier = hit.identifier.name;
    return [{ start, finding: { identifier, ...positionOf(starts, start), excerpt: mask(text, start, end), reason } }];
  });
  // One place is told once, though it may be read as a cell, as part of a row, and in several groupings.
  const places = new Map(found.map((each) => [`${each.start} ${each.finding.identifier}`, each]));
  return [...places.values()].sort((a, b) => a.start - b.start).map(({ finding }) => finding);
}

function collectHits(text: string, set: IdentifierSet, path: string): Hit[] {
  const index = new IdentifierIndex(set);
  const cells = readCells(text, path);
  const companions = new RowCompanions(text, cells, index);
  const tallies = new Map<string, Tally>();
  const hits: Hit[] = [];
  for (const cell of cells) {
    for (const identifier of index.identifiers) {
      const tally = tallyOf(tallies, `${identifier.name}\n${cell.column ?? ''}`);
      for (const candidate of candidatesIn(cell, identifier.class, identifier.longestWords)) {
        const { normalized } = candidate;
        tally.candidates.add(normalized);
        if (!index.holds(identifier, normalized)) continue;
        tally.hits.add(normalized);
        if (countsAnywhere(identifier.class, normalized, identifier.minimumEntropyBits)) tally.anywhere.add(normalized);
        const hasTuple = companions.hasTuple(identifier, candidate, cell);
        if (hasTuple) tally.tuples.add(normalized);
        hits.push({ identifier, candidate, cell, tally, hasTuple });
      }
    }
  }
  return hits;
}

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  const known = tallies.get(key);
  if (known) return known;
  const fresh = {
    candidates: new Set<string>(),
    hits: new Set<string>(),
    anywhere: new Set<string>(),
    tuples: new Set<string>(),
  };
  tallies.set(key, fresh);
  return fresh;
}

function reasonOf({ identifier, candidate, cell, tally, hasTuple }: Hit, text: string): string | undefined {
  const near = contextIn(textBefore(text, cell, candidate), identifier.context);
  if (near !== undefined) return `it stands shortly after ${near}`;
  // In a column of unrelated numbers a few chance hits also meet a chance companion: most of them do not.
  if (hasTuple && tally.tuples.size * 2 >= tally.hits.size) return 'its companions stand in the same row';
  const anywhere = tally.anywhere.has(candidate.normalized);
  if (cell.column === undefined) return anywhere ? 'a value of this kind counts anywhere' : undefined;
  return columnVerdict(
    {
      class: identifier.class,
      context: identifier.context,
      values: identifier.size,
      longestValue: identifier.longestValue,
    },
    { column: cell.column, candidates: tally.candidates.size, hits: tally.hits.size, anywhere: tally.anywhere.size },
  );
}

/** The text of the same sentence, and of the same cell, just before the value. */
function textBefore(text: string, cell: TextCell, { start }: Candidate): string {
  const before = text.slice(Math.max(cell.start, start - contextReach), start);
  return before.split(/[.;!?](?:\s|$)|\n\s*\n/).at(-1) ?? '';
}
