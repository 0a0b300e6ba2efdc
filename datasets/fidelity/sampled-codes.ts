// Sampled rows as codes, binned and cut to parts: what contingencies are counted on.
import type { Cell, Engine } from '../engines/engine.ts';
import { column } from '../engines/expression.ts';
import { rowColumn } from '../working-tables.ts';
import { binEdges, binOf, lastBin } from './bins.ts';
import { rowsOn, type Side } from './compared-rows.ts';
import { isIn, type NumberRanges } from './number-ranges.ts';
import { drawSample, type KeyedTable, sampledRows } from './sampled-rows.ts';
import type { Part } from './value-counts.ts';
import { hasParent, type WideColumn, type WideTable, wideRows } from './wide-rows.ts';

export type SampledCodes = {
  /** Codes of a column in the rows of a part that have a parent by a relation (null: in all). */
  codesOf: (part: Part, column: WideColumn, relation: number | null) => Int32Array;
  /** How many codes a column has over all parts. */
  widthOf: (column: WideColumn) => number;
};

/** Of both sides, for the columns named. */
export async function sampleCodes(
  engine: Engine,
  wide: WideTable,
  columns: readonly WideColumn[],
  { table, ranges }: { table: KeyedTable; ranges: Readonly<Record<Side, NumberRanges>> },
): Promise<SampledCodes> {
  const read = async (side: Side) => {
    const size = ranges[side].rows;
    // Twice as many of the source: each half has then as many rows as the report would take of it.
    const limit = side === 'source' ? 2 * sampledRows : sampledRows;
    // Drawn apart, as the published report does: two samples of one distribution are unlike, too.
    const among = { from: { relation: rowsOn(side, wide.table.name), as: 't' }, select: { row: rowOf } };
    const sampling = size > sampledRows ? await drawSample(engine, { table, among, domain: side, limit }) : {};
    const cells = await engine.columns({
      from: { relation: wideRows(side, wide), as: 'w' },
      ...sampling,
      select: {
        half: column('w', 'half', 'integer'),
        ...Object.fromEntries(
          wide.relations.map(({ position }) => [hasParent(position), column('w', hasParent(position), 'boolean')]),
        ),
        ...Object.fromEntries(
          columns.map((each) => [each.as, column('w', each.as, each.kind === 'number' ? 'double' : each.type)]),
        ),
      },
    });
    return readerOf(cells, wide, columns);
  };
  const sides = { source: await read('source'), extract: await read('extract') };
  const universes = new Map(columns.map((each) => [each.as, universeOf(sides, each)]));
  const sideOf = (part: Part): Side => (part === 'extract' ? 'extract' : 'source');
  const kept = new Map<string, Int32Array>();
  return {
    widthOf: ({ kind, as }) => (kind === 'number' ? lastBin + 1 : (universes.get(as)?.size ?? 0)),
    codesOf: (part, each, relation) => {
      const name = [part, each.as, relation].join();
      const known = kept.get(name);
      if (known) return known;
      const range = ranges[sideOf(part)].rangeOf(part, each, relation);
      const codeOf = each.kind === 'number' ? binned(range) : (value: Cell) => universes.get(each.as)?.get(value) ?? 0;
      const cells = sides[sideOf(part)].cellsOf(each);
      const cut = sides[sideOf(part)].rowsOf(part, relation).map((row) => codeOf(cells[row] ?? null));
      kept.set(name, cut);
      return cut;
    },
  };
}

const rowOf = column('t', rowColumn, 'integer');

type Reader = {
  cellsOf: (column: WideColumn) => readonly Cell[];
  /** Places of the rows of a part that have a parent by a relation (null: of all). */
  rowsOf: (part: Part, relation: number | null) => Int32Array;
};

function readerOf(cells: readonly Cell[][], wide: WideTable, columns: readonly WideColumn[]): Reader {
  const at = (place: number) => cells[place] ?? [];
  const halves = at(0);
  const flagsOf = (relation: number) => at(1 + wide.relations.findIndex(({ position }) => position === relation));
  const cuts = new Map<string, Int32Array>();
  return {
    cellsOf: ({ as }) => at(1 + wide.relations.length + columns.findIndex((each) => each.as === as)),
    rowsOf: (part, relation) => {
      const name = `${part} ${relation}`;
      const known = cuts.get(name);
      if (known) return known;
      const flags = relation === null ? undefined : flagsOf(relation);
      const ofPart = halves.flatMap((half, row) => (isIn(part, half) ? [row] : [])).slice(0, sampledRows);
      const cut = Int32Array.from(flags ? ofPart.filter((row) => flags[row] === true) : ofPart);
      cuts.set(name, cut);
      return cut;
    },
  };
}

/** A code for every value of a category, in an order that does not hang on the order of rows. */
function universeOf(sides: Readonly<Record<Side, Reader>>, each: WideColumn): Map<Cell, number> {
  const values = new Set(sides.source.cellsOf(each));
  for (const value of sides.extract.cellsOf(each)) values.add(value);
  return new Map([...values].sort(byText).map((value, code) => [value, code]));
}

const byText = (a: Cell, b: Cell) => (a === null ? 1 : b === null || String(a) < String(b) ? -1 : 1);

function binned(range: [number, number] | undefined): (value: Cell) => number {
  const edges = range ? binEdges(...range) : [];
  return (value) => (value === null ? lastBin : binOf(Number(value), edges));
}
