// Finds the included subjects whose classes do not hold k, l and t.
import type { Engine } from '../engines/engine.ts';
import { column, type Expression, equal } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { classesTable, includedTable } from '../working-tables.ts';
import { holdingClasses, type PrivacyModels } from './enforcement/privacy-models.ts';
import { classesOf } from './models/equivalence-classes.ts';
import { sensitiveCounts } from './models/sensitive-counts.ts';
import { withSensitive } from './subject-sensitive.ts';

const failingTable = 'failing classes';

/** The models with the columns of their sensitive attributes, in the same order. */
export type AskedModels = { models: PrivacyModels; sensitive: Record<string, Expression> };

/** Creates a table of their rows; answers how many. */
export async function createFailing(engine: Engine, into: string, { models, sensitive }: AskedModels): Promise<number> {
  const [named, ...attributes] = await engine.codes({
    from: { relation: classesTable, as: 'c' },
    joins: [isIncluded, ...(Object.keys(sensitive).length > 0 ? [withSensitive('c', 'row')] : [])],
    select: { class: column('c', 'class', 'text'), ...sensitive },
  });
  const codes = named?.codes ?? new Int32Array();
  const classes = classesOf([codes], codes.length);
  const counts = attributes.map((attribute) => sensitiveCounts(classes, attribute.codes));
  const holds = holdingClasses(classes.sizes, counts, models);
  const failing = new Set<number>();
  for (const [record, each] of classes.of.entries()) if (!holds[each]) failing.add(codes[record] ?? 0);
  await engine.createFromValues(
    failingTable,
    { class: 'text' },
    Array.from(failing, (code) => [named?.values[code] ?? null]),
  );
  return engine.create(into, failingSubjects);
}

const isIncluded: Join = {
  how: 'semi',
  relation: includedTable,
  as: 'i',
  on: equal(column('i', 'row', 'integer'), column('c', 'row', 'integer')),
};

const failingSubjects: Relation = {
  from: { relation: classesTable, as: 'c' },
  joins: [
    isIncluded,
    {
      how: 'semi',
      relation: failingTable,
      as: 'f',
      on: equal(column('f', 'class', 'text'), column('c', 'class', 'text')),
    },
  ],
  select: { row: column('c', 'row', 'integer') },
};
