// Where to read columns of subjects: from the source under the policy's transforms, or from the finished tables.
import { column } from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import { outputTable, rowColumn, sourceTable } from '../working-tables.ts';
import type { QuasiValues } from './subject-classes.ts';

/** Reads output columns of one table as a relation with the number of the source row under `row`. */
export type ReadValues = (table: CompiledTable, outputs: readonly string[]) => Relation;

/** `paths` are output columns as table.column. */
export function valuesOf(paths: readonly string[], tables: readonly CompiledTable[], read: ReadValues): QuasiValues[] {
  const split = paths.map(splitColumnPath);
  return tables.flatMap((table) => {
    const columns = split.filter(([name]) => name === table.name).map(([, output]) => output);
    return columns.length === 0 ? [] : [{ table: table.name, relation: read(table, columns), columns }];
  });
}

/** Every row of the source, chosen or not: what a class will hold is worked out before anything is replaced. */
export const fromSource: ReadValues = (table, outputs) => {
  const columns = table.columns.filter(({ output }) => outputs.includes(output));
  return {
    from: { relation: sourceTable(table.name), as: 's' },
    joins: [...new Map(columns.flatMap(({ joins = [] }) => joins.map((join) => [join.as, join]))).values()],
    select: {
      row: column('s', rowColumn, 'integer'),
      ...Object.fromEntries(columns.map(({ output, value }) => [output, value])),
    },
  };
};

export const fromOutput: ReadValues = (table, outputs) => {
  const columns = table.columns.filter(({ output }) => outputs.includes(output));
  return {
    from: { relation: outputTable(table.name), as: 's' },
    select: {
      row: column('s', rowColumn, 'integer'),
      ...Object.fromEntries(columns.map(({ output, value }) => [output, column('s', output, value.type)])),
    },
  };
};

export const rowsOf = (relation: Relation): Relation => ({
  from: { relation, as: 's' },
  select: { row: column('s', rowColumn, 'integer') },
});
