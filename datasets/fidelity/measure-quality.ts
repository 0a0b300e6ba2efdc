// Measures columns, pairs of columns and relations of an extract against its source.
import type { Engine } from '../engines/engine.ts';
import type { OutputRelation } from '../privacy/output-relations.ts';
import { type Cardinality, measureCardinality } from './cardinality.ts';
import { plotColumn } from './column-plot.ts';
import { measureShape } from './column-shape.ts';
import type { ComparedColumn, ComparedTable } from './compared-columns.ts';
import { createComparedRows } from './compared-rows.ts';
import { measurePairs, type PairTrend } from './pair-trends.ts';
import type { Bar } from './protected-bars.ts';
import type { KeyedTable } from './sampled-rows.ts';
import type { ColumnShape } from './shape.ts';
import { splitSource } from './source-halves.ts';
import { wideTableOf } from './wide-rows.ts';

export type MeasuredQuality = {
  isHalved: boolean;
  columns: { compared: ComparedColumn; shape: ColumnShape; bars: Bar[] }[];
  /** Inside one table, and across relations. */
  pairs: { table: string; trend: PairTrend }[];
  weakPairs: number;
  relations: { relation: OutputRelation; cardinality: Cardinality }[];
};

type QualityInput = {
  tables: readonly ComparedTable[];
  relations: readonly OutputRelation[];
  keyOf: (table: string) => KeyedTable['key'];
  /** Fewest people of the source behind anything that is shown. */
  k: number;
};

export async function measureQuality(engine: Engine, input: QualityInput): Promise<MeasuredQuality> {
  const { tables, relations, k } = input;
  const isHalved = await splitSource(engine);
  for (const table of tables) await createComparedRows(engine, table);
  const measured: MeasuredQuality = { isHalved, columns: [], pairs: [], weakPairs: 0, relations: [] };
  for (const table of tables) {
    for (const compared of table.columns) {
      const [shape, totals] = await measureShape(engine, compared);
      const bars = await plotColumn(engine, compared, totals, k);
      measured.columns.push({ compared, shape: isHalved ? shape : { ...shape, noise: null }, bars });
    }
    const keyed = { name: table.name, key: input.keyOf(table.name) };
    const wide = wideTableOf(table, tables, relations);
    const { trends, weak } = await measurePairs(engine, wide, { table: keyed, isHalved });
    measured.pairs.push(...trends.map((trend) => ({ table: table.name, trend })));
    measured.weakPairs += weak;
  }
  for (const relation of relations)
    measured.relations.push({ relation, cardinality: await measureCardinality(engine, relation, { k, isHalved }) });
  return measured;
}
