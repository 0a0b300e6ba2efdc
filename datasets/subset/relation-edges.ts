// Resolves declared relations to edges between row numbers, so that composite keys and self references need no cases of their own.

import type { Engine } from '../engines/engine.ts';
import {
  and,
  cast,
  column,
  count,
  type Expression,
  equal,
  integer,
  isNull,
  less,
  not,
  or,
  text,
} from '../engines/expression.ts';
import { ExtractError } from '../extract-error.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import type { RelationDeclaration } from '../policy/subset-declaration.ts';
import { edgesTable, rowColumn, sourceTable } from '../working-tables.ts';

/**
 * Fills the edge table. Throws ExtractError `bad-source` where a declared key is null or not unique, or where a row points at
 * a parent that is not there. A reference with any null part points nowhere.
 */
export async function resolveEdges(engine: Engine, policy: ExtractPolicy, columns: SourceColumns): Promise<void> {
  for (const [table, { key }] of Object.entries(policy.tables)) await assertUnique(engine, columns, table, key);
  await engine.createFromValues(edgesTable, { child: 'integer', parent: 'integer', relation: 'integer' }, []);
  for (const [position, relation] of policy.relations.entries()) {
    const target = relation.parentColumns ?? policy.tables[relation.parent]?.key ?? [];
    if (relation.parentColumns) await assertUnique(engine, columns, relation.parent, target);
    const childValues = valuesOf(columns, 'c', relation.child, relation.columns);
    const parentValues = valuesOf(columns, 'p', relation.parent, target);
    const pairs = childValues.map((value, part) => comparable(value, parentValues[part]));
    const holds = relation.when ? [pointsThere(columns, relation.child, relation.when)] : [];
    const child = { relation: sourceTable(relation.child), as: 'c' };
    const parent = { relation: sourceTable(relation.parent), as: 'p', on: and(...pairs) };
    await engine.insert(edgesTable, {
      from: child,
      joins: [{ ...parent, how: 'inner' }],
      ...(holds[0] ? { where: holds[0] } : {}),
      select: {
        child: column('c', rowColumn, 'integer'),
        parent: column('p', rowColumn, 'integer'),
        relation: integer(position),
      },
    });
    const [[lost] = []] = await engine.rows({
      from: child,
      joins: [{ ...parent, how: 'anti' }],
      where: and(...holds, ...childValues.map((value) => not(isNull(value)))),
      select: { lost: count() },
    });
    if (Number(lost) > 0)
      throw refusal(
        `${relation.child} (${relation.columns.join(', ')}): expected every row to point at a row of ${relation.parent}, got ${lost} that point nowhere; mend the source or leave the relation out of the policy`,
      );
  }
}

async function assertUnique(
  engine: Engine,
  columns: SourceColumns,
  table: string,
  key: readonly string[],
): Promise<void> {
  const values = valuesOf(columns, 's', table, key);
  const [[repeated] = []] = await engine.rows({
    from: {
      as: 'g',
      relation: {
        from: { relation: sourceTable(table), as: 's' },
        groupBy: values,
        having: or(less(integer(1), count()), ...values.map(isNull)),
        select: { rows: count() },
      },
    },
    select: { repeated: count() },
  });
  if (Number(repeated) === 0) return;
  throw refusal(
    `${table}: expected ${key.join(', ')} to be one row's own, got ${repeated} values that are null or come more than once; declare the key that the table really has`,
  );
}

const valuesOf = (columns: SourceColumns, as: string, table: string, names: readonly string[]): Expression[] =>
  names.map((name) => column(as, name, columns.get(table)?.get(name)?.type ?? 'text'));

/** Whether a row of a polymorphic child points at this relation's parent. */
function pointsThere(
  columns: SourceColumns,
  table: string,
  { column: name, equals }: NonNullable<RelationDeclaration['when']>,
): Expression<'boolean'> {
  const [value = text('')] = valuesOf(columns, 'c', table, [name]);
  return equal(cast(value, 'text'), text(String(equals)));
}

/** Keys of two types meet as text. */
function comparable(a: Expression, b: Expression | undefined): Expression<'boolean'> {
  if (!b) return equal(a, a);
  return a.type === b.type ? equal(a, b) : equal(cast(a, 'text'), cast(b, 'text'));
}

const refusal = (message: string) => new ExtractError('bad-source', message);
