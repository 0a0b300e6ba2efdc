// Relations as DuckDB says them.
import type { Query, Relation, Source } from '../relation.ts';
import { quoteName } from './quote.ts';
import { renderExpression } from './render-expression.ts';

export function renderRelation(relation: Relation): string {
  if (typeof relation === 'string') return `SELECT * FROM ${quoteName(relation)}`;
  if ('unionAll' in relation) return relation.unionAll.map((part) => `(${renderRelation(part)})`).join(' UNION ALL ');
  return renderQuery(relation);
}

function renderQuery(query: Query): string {
  const list = (expressions: Query['orderBy']) => (expressions ?? []).map(renderExpression).join(', ');
  const columns = Object.entries(query.select).map(
    ([name, value]) => `${renderExpression(value)} AS ${quoteName(name)}`,
  );
  return [
    `SELECT ${query.distinct ? 'DISTINCT ' : ''}${columns.join(', ')}`,
    `FROM ${renderSource(query.from)}`,
    ...(query.joins ?? []).map(
      (join) =>
        `${join.how.toUpperCase()} JOIN ${renderSource(join)}${join.on ? ` ON ${renderExpression(join.on)}` : ''}`,
    ),
    query.where ? `WHERE ${renderExpression(query.where)}` : '',
    query.groupBy?.length ? `GROUP BY ${list(query.groupBy)}` : '',
    query.having ? `HAVING ${renderExpression(query.having)}` : '',
    query.orderBy?.length ? `ORDER BY ${list(query.orderBy)}` : '',
    query.limit === undefined ? '' : `LIMIT ${query.limit}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function renderSource({ relation, as }: Source): string {
  const inner = typeof relation === 'string' ? quoteName(relation) : `(${renderRelation(relation)})`;
  return `${inner} AS ${quoteName(as)}`;
}
