// How alike one column is in source and extract, by the definitions of SDMetrics 0.32.0.
import type { Engine } from '../engines/engine.ts';
import { measureCategories } from './category-shape.ts';
import type { ComparedColumn } from './compared-columns.ts';
import { measureNumbers } from './number-shape.ts';
import type { ColumnShape } from './shape.ts';
import { countValues, type PartTotals } from './value-counts.ts';

/** Leaves the value counts in the engine, for the plot. */
export async function measureShape(engine: Engine, compared: ComparedColumn): Promise<[ColumnShape, PartTotals]> {
  const totals = await countValues(engine, compared);
  const { source, extract } = totals;
  const missing = ({ rows, present }: { rows: number; present: number }) => 1 - present / rows;
  const missingValueSimilarity =
    source.rows > 0 && extract.rows > 0 ? 1 - Math.abs(missing(source) - missing(extract)) : null;
  const measure = compared.kind === 'number' ? measureNumbers : measureCategories;
  return [{ ...(await measure(engine, compared, totals)), missingValueSimilarity }, totals];
}
