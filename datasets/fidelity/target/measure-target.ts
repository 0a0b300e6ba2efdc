// Train on the extract, test on the source, held against train on the source, test on the source.
import type { Cell, Engine } from '../../engines/engine.ts';
import { column } from '../../engines/expression.ts';
import { KeyedDraws } from '../../keys/keyed-draws.ts';
import type { ComparedColumn } from '../compared-columns.ts';
import type { Side } from '../compared-rows.ts';
import type { KeyedTable } from '../sampled-rows.ts';
import { readAggregates } from './aggregate-features.ts';
import { type Interval, measureAuc } from './auc.ts';
import { predictTrees, trainTrees } from './boosted-trees.ts';
import { categoriesOf, type Examples, examplesOf } from './feature-matrix.ts';
import { createFrequentValues } from './frequent-values.ts';
import { seededDraws } from './seeded-draws.ts';
import { type ReadFeatures, readSingle } from './single-features.ts';
import type { TargetPlan } from './target-plan.ts';
import { createTargetRows, targetTable } from './target-rows.ts';
import { withoutTelling } from './telling-features.ts';

export type MeasuredTarget = {
  /** Rows of the source that the models are tested on, and how many of them are positive. */
  rows: number;
  positives: number;
  /** Rows of the extract that the other model learns from. */
  extractRows: number;
  extractPositives: number;
  features: number;
  /** Undefined where there are too few rows of either kind to learn from or to test on. */
  aucs: { source: Interval; extract: Interval } | undefined;
};

/** Where there are fewer rows, every one is left out once in five models, so that all of them are tested. */
const fewRows = 2_500;
/** A model needs this many rows of either kind. */
const fewestOfAKind = 10;

/** The compared rows must be in the engine. */
export async function measureTarget(
  engine: Engine,
  plan: TargetPlan,
  { table, key }: { table: KeyedTable; key: Buffer },
): Promise<MeasuredTarget> {
  const frequent = new Map<ComparedColumn, number>();
  for (const { table: reached, isOne } of plan.reached)
    for (const each of reached.columns)
      if (!isOne && each.kind === 'category') frequent.set(each, await createFrequentValues(engine, each));
  const sides = {
    source: await readSide(engine, 'source', plan, table, frequent),
    extract: await readSide(engine, 'extract', plan, table, frequent),
  };
  const categories = categoriesOf(sides.source.read);
  const [source, extract] = withoutTelling(
    examplesOf(sides.source.rows, sides.source.read, categories),
    examplesOf(sides.extract.rows, sides.extract.read, categories),
  );
  return {
    rows: source.rows,
    positives: positivesOf(source),
    extractRows: extract.rows,
    extractPositives: positivesOf(extract),
    features: source.values.length,
    aucs: compareModels(source, extract, key),
  };
}

async function readSide(
  engine: Engine,
  side: Side,
  plan: TargetPlan,
  table: KeyedTable,
  frequent: ReadonlyMap<ComparedColumn, number>,
): Promise<{ rows: Cell[][]; read: ReadFeatures[] }> {
  await createTargetRows(engine, side, plan, table);
  const read = [await readSingle(engine, side, plan, { table: plan.own, steps: [], isOne: true })];
  for (const reached of plan.reached)
    read.push(
      ...(reached.isOne
        ? [await readSingle(engine, side, plan, reached)]
        : await readAggregates(engine, side, plan, reached, frequent)),
    );
  const of = (name: string) => column('w', name, 'integer');
  const rows = await engine.rows({
    from: { relation: targetTable(side), as: 'w' },
    select: { row: of('row'), place: of('place'), answer: of('answer') },
    orderBy: [column('w', 'drawn', 'text')],
  });
  return { rows, read };
}

const positivesOf = ({ answers }: Examples) => answers.reduce((total, answer) => total + answer, 0);

/** Each fold's subjects are tested by models that saw none of their rows, neither in the source nor in the extract. */
function compareModels(source: Examples, extract: Examples, key: Buffer): MeasuredTarget['aucs'] {
  const count = source.rows <= fewRows ? 5 : 2;
  const foldOf = (place: number) => place % count;
  const folds = source.places.map(foldOf);
  const scores = { source: new Float64Array(source.rows), extract: new Float64Array(source.rows) };
  for (let fold = 0; fold < count; fold++) {
    const tested = rowsWhere(source, (place) => foldOf(place) === fold);
    for (const [side, examples] of [
      ['source', source],
      ['extract', extract],
    ] as const) {
      const learned = rowsWhere(examples, (place) => foldOf(place) !== fold);
      const positives = learned.reduce((total, row) => total + (examples.answers[row] ?? 0), 0);
      if (Math.min(positives, learned.length - positives) < fewestOfAKind) return undefined;
      const model = trainTrees(examples.values, examples.answers, learned);
      for (const [at, score] of predictTrees(model, source.values, tested).entries())
        scores[side][tested[at] ?? 0] = score;
    }
  }
  // The same resamples for both: what differs is the model alone.
  const measure = (side: Side) =>
    measureAuc(
      { scores: scores[side], answers: source.answers, folds },
      seededDraws(new KeyedDraws(key, 'fidelity bootstrap')),
    );
  const [ofSource, ofExtract] = [measure('source'), measure('extract')];
  return ofSource && ofExtract && { source: ofSource, extract: ofExtract };
}

function rowsWhere({ places }: Examples, isIn: (place: number) => boolean): Int32Array {
  return Int32Array.from(places.keys()).filter((row) => isIn(places[row] ?? 0));
}
