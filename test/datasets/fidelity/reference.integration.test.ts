import { expect, it } from 'vitest';
import { measureQuality } from '../../../datasets/fidelity/measure-quality.ts';
import { writeQuality } from '../../../datasets/fidelity/write-quality.ts';
import { openEngine } from '../with-engine.ts';
import { placeTables, type ReferenceRelation } from './place-tables.ts';
import { referenceFigures } from './reference-figures.ts';
import { type ReferenceSide, referenceTables } from './reference-tables.ts';

const relations: ReferenceRelation[] = [
  { child: 'accounts', column: 'customer_id', parent: 'customers' },
  { child: 'profiles', column: 'customer_id', parent: 'customers' },
];

async function measure(tablesOf: Parameters<typeof placeTables>[1], related: readonly ReferenceRelation[]) {
  await using place = await openEngine();
  const placed = await placeTables(place.engine, tablesOf, related);
  return await measureQuality(place.engine, { ...placed, keyOf: () => [{ name: 'id', type: 'integer' }], k: 5 });
}

/** The figures of the reference have six decimals. */
const alike = (figures: Record<string, number | null>, reference: Record<string, number | null>) => {
  expect(Object.keys(figures).sort()).toEqual(Object.keys(reference).sort());
  for (const [name, figure] of Object.entries(figures)) {
    const wanted = reference[name] ?? null;
    if (figure === null || wanted === null) expect([name, figure]).toEqual([name, wanted]);
    else expect(Math.abs(figure - wanted), name).toBeLessThan(1e-6);
  }
};

it('scores every column, pair and relation as SDMetrics does', async () => {
  const { columns, pairs, relations: measured } = await measure(referenceTables, relations);
  // mutant: shares taken over all rows instead of those with a value
  // mutant: distance between shares not halved
  alike(
    Object.fromEntries(columns.map(({ compared, shape }) => [`${compared.table}.${compared.name}`, shape.score])),
    referenceFigures.columns,
  );
  const inside = pairs.filter(({ trend }) => trend.relation === null);
  // mutant: nulls left out of joint frequencies; bins of the source for both sides; no threshold
  alike(
    Object.fromEntries(
      inside.map(({ table, trend }) => [`${table}: ${trend.one.name}, ${trend.other.name}`, trend.score]),
    ),
    referenceFigures.pairs,
  );
  const across = pairs.filter(({ trend }) => trend.relation !== null);
  // mutant: children without a parent counted too
  alike(
    Object.fromEntries(
      across.map(({ table, trend }) => [
        `${trend.one.table}.${trend.one.name}, ${table}.${trend.other.name}`,
        trend.score,
      ]),
    ),
    referenceFigures.intertable,
  );
  // mutant: parents without children left out
  alike(
    Object.fromEntries(measured.map(({ relation, cardinality }) => [relation.child, cardinality.score])),
    referenceFigures.cardinality,
  );
});

it('tells coverage, adherence and missing values as SDMetrics does', async () => {
  const { columns } = await measure(referenceTables, relations);
  for (const [name, wanted] of Object.entries(referenceFigures.extras)) {
    const shape = columns.find(({ compared }) => `${compared.table}.${compared.name}` === name)?.shape;
    for (const [figure, value] of Object.entries(wanted))
      expect(shape?.[figure as keyof typeof wanted], `${name} ${figure}`).toBeCloseTo(value, 5);
  }
});

it('takes the means of the published report, with relations and without', async () => {
  const { overall, properties } = writeQuality(await measure(referenceTables, relations));
  const { properties: wanted } = referenceFigures;
  const means = [properties.columnShapes, properties.pairTrends, properties.cardinality, properties.intertableTrends];
  for (const [place, name] of (
    ['Column Shapes', 'Column Pair Trends', 'Cardinality', 'Intertable Trends'] as const
  ).entries())
    expect(means[place]?.score, name).toBeCloseTo(wanted[name], 3.5);
  expect(overall.score).toBeCloseTo(referenceFigures.overall, 3.5);
  const customersAlone = (side: ReferenceSide) => ({ customers: referenceTables(side).customers });
  const alone = writeQuality(await measure(customersAlone, []));
  // mutant: a property that has nothing to measure counts as zero
  expect(alone.overall.score).toBeCloseTo(referenceFigures.overallOfOneTable, 3.5);
  expect(alone.properties.cardinality).toEqual({ score: null, noise: null, of: 0 });
});

it('scores a table against itself as alike, and leaves open what an empty extract has no values for', async () => {
  const itself = await measure(() => referenceTables('source'), relations);
  const scores = [...itself.columns.map(({ shape }) => shape), ...itself.pairs.map(({ trend }) => trend)];
  for (const { score } of scores) expect(score).toBeCloseTo(1, 12);
  const empty = await measure(
    (side) =>
      Object.fromEntries(
        Object.entries(referenceTables(side)).map(([name, table]) => [
          name,
          side === 'extract' ? { ...table, rows: [] } : table,
        ]),
      ),
    relations,
  );
  expect(empty.columns.every(({ shape, bars }) => shape.score === null && bars.length === 0)).toBe(true);
});

it('gives the same figures whatever order rows come in', async () => {
  const turned = (side: ReferenceSide) =>
    Object.fromEntries(
      Object.entries(referenceTables(side)).map(([name, table]) => [name, { ...table, rows: table.rows.toReversed() }]),
    );
  expect(writeQuality(await measure(turned, []))).toEqual(writeQuality(await measure(referenceTables, [])));
});
