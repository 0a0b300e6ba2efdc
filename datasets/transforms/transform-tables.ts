// Says what the finished tables of the extract are: one query per table.
import type { Engine } from '../engines/engine.ts';
import { cast, column, count, type Expression } from '../engines/expression.ts';
import type { Join, Relation } from '../engines/relation.ts';
import { hmacHex, inDomain, withKey } from '../keys/keyed-hash.ts';
import { orderColumn, orderTable, outputTable, rowColumn, sourceRow, sourceTable } from '../working-tables.ts';
import type { CompiledColumn, CompiledTable } from './compiled-table.ts';
import { isIncluded } from './included-rows.ts';

/**
 * Says what the finished rows of a table are; they are worked out when they are read, in the best case once, as they are written.
 * Hidden columns carry the source row, and the order where no key leaves. Answers how many rows there are. `whole` says that every
 * row of the source is included.
 */
export async function createOutput(
  engine: Engine,
  table: CompiledTable,
  typeOf: (column: string) => Expression['type'],
  whole = false,
): Promise<number> {
  const key = table.key.map((name) => cast(column('s', name, typeOf(name)), 'text'));
  const hidden: CompiledValue[] =
    table.outputKey.length > 0
      ? []
      : [
          {
            output: orderColumn,
            value: hmacHex(inDomain(['order', table.name], ...key)),
            joins: [withKey('sampling')],
          },
        ];
  const inOrder = table.columns.filter(({ output }) => table.outputKey.includes(output));
  await engine.define(outputTable(table.name), finishedRows(table.name, [...hidden, ...table.columns], whole));
  await engine.define(orderTable(table.name), finishedRows(table.name, [...hidden, ...inOrder], whole));
  const [[rows] = []] = await engine.rows({
    from: { relation: sourceTable(table.name), as: 's' },
    joins: whole ? [] : [isIncluded],
    select: { rows: count() },
  });
  return Number(rows);
}

type CompiledValue = Pick<CompiledColumn, 'output' | 'value' | 'joins'>;

function finishedRows(table: string, columns: readonly CompiledValue[], whole: boolean): Relation {
  const ofColumns = columns.flatMap((each) => each.joins ?? []);
  const read = [...columns.map(({ value }) => value), ...ofColumns.flatMap(({ on }) => on ?? [])];
  const joins = new Map<string, Join>();
  if (!whole || read.some((each) => reads(each, isIncluded.as))) joins.set('i', { ...isIncluded, how: 'inner' });
  for (const join of ofColumns) joins.set(join.as, join);
  return {
    from: { relation: sourceTable(table), as: 's' },
    joins: [...joins.values()],
    select: { [rowColumn]: sourceRow, ...Object.fromEntries(columns.map(({ output, value }) => [output, value])) },
  };
}

function reads(expression: Expression, alias: string): boolean {
  if (expression.kind === 'column') return expression.of === alias;
  return expression.kind !== 'literal' && expression.inputs.some((input) => reads(input, alias));
}

/** What is sealed: the columns that the policy names, rows in the order of their key. */
export function sealedRelation(table: CompiledTable): Relation {
  return {
    from: { relation: outputTable(table.name), as: 't' },
    select: Object.fromEntries(table.columns.map(({ output, value }) => [output, column('t', output, value.type)])),
    orderBy: sealedOrder(table),
  };
}

/** Of finished rows under the alias `t`: no two are alike. */
export const sealedOrder = ({ columns, outputKey }: CompiledTable): Expression[] =>
  outputKey.length === 0
    ? [column('t', orderColumn, 'text')]
    : outputKey.map((name) => column('t', name, columns.find(({ output }) => output === name)?.value.type ?? 'text'));
