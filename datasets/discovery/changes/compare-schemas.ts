// Holds a policy, and the schema recorded with it, against what the source says of itself now.
import type { ExtractPolicy } from '../../policy/extract-policy.ts';
import type { SourceColumns } from '../../policy/source-columns.ts';
import type { SourceSchema } from '../../sources/source-schema.ts';
import type { PolicyChange } from './policy-change.ts';
import { type RecordedSchema, type RecordedTable, toRecorded } from './recorded-schema.ts';

type Compared = {
  policy: ExtractPolicy;
  needed: SourceColumns;
  schema: SourceSchema;
  recorded: RecordedSchema | undefined;
};

export function compareSchemas({ policy, needed, schema, recorded }: Compared): PolicyChange[] {
  const now = toRecorded(schema).tables;
  const before = recorded?.tables;
  const changes: PolicyChange[] = [];
  for (const [name, table] of Object.entries(now)) {
    const asked = needed.get(name);
    const known = before?.[name];
    if (asked) changes.push(...newColumns(name, table, asked, known), ...undeclaredKeys(name, table, policy, known));
    else if (!known) changes.push(change('table-new', name, null, 'not named by the policy: nothing of it leaves'));
    changes.push(...newRelations(name, table, policy, known));
    if (known) changes.push(...changedColumns(name, table, known, asked !== undefined));
  }
  for (const [name, columns] of needed) {
    const table = now[name];
    if (!table) changes.push(change('table-gone', name, null, 'the policy names it, the source has it not', true));
    else
      for (const column of columns.keys())
        if (!table.columns[column])
          changes.push(change('column-gone', name, column, 'the policy names it, the source has it not', true));
  }
  for (const name of Object.keys(before ?? {}))
    if (!now[name] && !needed.has(name)) changes.push(change('table-gone', name, null, 'the policy does not name it'));
  return changes;
}

const change = (
  kind: PolicyChange['kind'],
  table: string,
  column: string | null,
  detail: string,
  stops = false,
): PolicyChange => ({
  kind,
  table,
  column,
  detail,
  stops,
});

/** What the steward left unnamed on purpose was there when they signed. */
function newColumns(
  name: string,
  table: RecordedTable,
  asked: ReadonlyMap<string, unknown>,
  known: RecordedTable | undefined,
): PolicyChange[] {
  return Object.keys(table.columns)
    .filter((column) => !asked.has(column) && !known?.columns[column])
    .map((column) => change('column-new', name, column, 'not named by the policy: it does not leave'));
}

function changedColumns(name: string, table: RecordedTable, known: RecordedTable, isNamed: boolean): PolicyChange[] {
  return Object.entries(known.columns).flatMap(([column, before]) => {
    const after = table.columns[column];
    if (!after) return isNamed ? [] : [change('column-gone', name, column, 'of a table that the policy does not name')];
    const changes: PolicyChange[] = [];
    if (after.type !== before.type)
      changes.push(change('type-changed', name, column, `was ${before.type}, is ${after.type}`));
    if (after.nullable !== before.nullable)
      changes.push(
        change('nullability-changed', name, column, after.nullable ? 'may be null now' : 'is never null now'),
      );
    const labels = (list: readonly string[] | undefined, other: readonly string[] | undefined) =>
      (list ?? []).filter((label) => !other?.includes(label));
    const added = labels(after.enumValues, before.enumValues);
    const removed = labels(before.enumValues, after.enumValues);
    if (before.enumValues && added.length > 0) changes.push(change('enum-values-new', name, column, added.join(', ')));
    if (after.enumValues && removed.length > 0)
      changes.push(change('enum-values-gone', name, column, removed.join(', ')));
    return changes;
  });
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((name) => b.includes(name));
const declares = ({ primaryKey, uniqueKeys }: RecordedTable, key: readonly string[]) =>
  [primaryKey, ...uniqueKeys].some((each) => isSame(each, key));

function undeclaredKeys(
  name: string,
  table: RecordedTable,
  policy: ExtractPolicy,
  known: RecordedTable | undefined,
): PolicyChange[] {
  const key = policy.tables[name]?.key ?? [];
  if (!known || declares(table, key) === declares(known, key)) return [];
  return [
    declares(table, key)
      ? change('key-new', name, key.join(', '), 'the source promises now that it is unique')
      : change('key-undeclared', name, key.join(', '), 'the source no longer promises that it is unique'),
  ];
}

function newRelations(
  name: string,
  table: RecordedTable,
  policy: ExtractPolicy,
  known: RecordedTable | undefined,
): PolicyChange[] {
  const told = ({ columns, parent }: RecordedTable['foreignKeys'][number]) =>
    `(${columns.join(', ')}) points at ${parent}`;
  const has = (list: RecordedTable['foreignKeys'], one: RecordedTable['foreignKeys'][number]) =>
    list.some(({ columns, parent }) => parent === one.parent && isSame(columns, one.columns));
  const declared = policy.relations
    .filter(({ child }) => child === name)
    .map(({ columns, parent }) => ({ columns, parent, parentColumns: [] }));
  const isNamed = policy.tables[name] !== undefined;
  const added = table.foreignKeys.filter(
    (each) => !has(declared, each) && !has(known?.foreignKeys ?? [], each) && isNamed,
  );
  const gone = (known?.foreignKeys ?? []).filter((each) => !has(table.foreignKeys, each));
  return [
    ...added.map((each) =>
      change('relation-new', name, each.columns.join(', '), `${told(each)}, which the policy does not say`),
    ),
    ...gone.map((each) =>
      change('relation-gone', name, each.columns.join(', '), `${told(each)} no longer by the source's own word`),
    ),
  ];
}
