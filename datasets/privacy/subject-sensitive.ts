// Reads the sensitive attributes of every subject of the source as they will leave, before anything is replaced.
import type { Engine } from '../engines/engine.ts';
import { column, type Expression, equal } from '../engines/expression.ts';
import type { Join } from '../engines/relation.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { CompiledColumn, CompiledTable } from '../transforms/compiled-table.ts';
import { rowColumn, sensitiveTable, sourceTable } from '../working-tables.ts';
import { classifySubjects } from './subject-classes.ts';
import { fromSource, rowsOf, valuesOf } from './subject-values.ts';

const attributeName = (position: number): string => `attribute ${position}`;

/** Creates the table of subject rows with one column per sensitive attribute; answers the columns, as read from alias `a`. */
export async function gatherSensitive(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
): Promise<Record<string, Expression>> {
  const attributes = policy.privacy.sensitive === 'none' ? [] : policy.privacy.sensitive;
  if (attributes.length === 0) return {};
  const early = tables.map((table) => ({
    ...table,
    columns: table.columns.map((each) => asRead(policy, table, each)),
  }));
  const joins = new Map<string, Join>();
  const values: Record<string, Expression> = {};
  for (const [position, { column: path }] of attributes.entries()) {
    const name = attributeName(position);
    const [table, output] = splitColumnPath(path);
    const own = table === policy.subject.table ? findColumn(early, table, output) : undefined;
    if (own) for (const join of own.joins ?? []) joins.set(join.as, join);
    else joins.set(name, await setsOf(engine, policy, early, path, name));
    values[name] = own?.value ?? column(name, 'class', 'text');
  }
  await engine.create(sensitiveTable, {
    from: { relation: sourceTable(policy.subject.table), as: 's' },
    joins: [...joins.values()],
    select: { row: column('s', rowColumn, 'integer'), ...values },
  });
  return Object.fromEntries(Object.entries(values).map(([name, { type }]) => [name, column('a', name, type)]));
}

export const withSensitive = (of: string, row: string): Join => ({
  how: 'left',
  relation: sensitiveTable,
  as: 'a',
  on: equal(column('a', 'row', 'integer'), column(of, row, 'integer')),
});

/**
 * What is replaced, moved or blurred is read as it is in the source: pseudonyms keep the same values apart, and what others merge
 * or move the gate measures anew in the finished tables.
 */
function asRead(policy: ExtractPolicy, { name }: CompiledTable, each: CompiledColumn): CompiledColumn {
  const rule = policy.tables[name]?.columns[each.output];
  if (rule?.keep || rule?.generalize || rule?.clamp || rule?.round) return each;
  const { joins: _, map: __, ...rest } = each;
  return { ...rest, value: column('s', each.source, each.sourceType) };
}

const findColumn = (tables: readonly CompiledTable[], table: string, output: string): CompiledColumn | undefined =>
  tables.find(({ name }) => name === table)?.columns.find((each) => each.output === output);

async function setsOf(
  engine: Engine,
  { subject }: ExtractPolicy,
  tables: readonly CompiledTable[],
  path: string,
  as: string,
): Promise<Join> {
  const relation = `${as} of units`;
  const rows = rowsOf(sourceTable(subject.table));
  await classifySubjects(engine, subject.table, valuesOf([path], tables, fromSource), rows, relation);
  return { how: 'left', relation, as, on: equal(column(as, 'row', 'integer'), column('s', rowColumn, 'integer')) };
}
