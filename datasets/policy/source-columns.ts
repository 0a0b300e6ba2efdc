// Which columns a policy needs of its source, each with its declared type.
import type { ColumnDefinition } from '../engines/csv-dialect.ts';
import { splitColumnPath } from './assert-coherent.ts';
import type { ExtractPolicy } from './extract-policy.ts';
import type { RefusePolicy } from './refuse-policy.ts';

/** A column with the place in the policy that first asks for it; one that is only dropped must be there, but is not read. */
export type SourceColumn = ColumnDefinition & { askedAt: PropertyKey[]; read: boolean };
export type SourceColumns = ReadonlyMap<string, ReadonlyMap<string, SourceColumn>>;

/** What nothing asks for is not even read. Columns that only keys or relations name are text unless a rule types them. */
export function sourceColumnsOf(policy: ExtractPolicy, refuse: RefusePolicy): SourceColumns {
  const declared = declaredTypes(policy, refuse);
  const needed = new Map(Object.keys(policy.tables).map((table) => [table, new Map<string, SourceColumn>()]));
  const ask = (table: string, name: string, askedAt: PropertyKey[], read = true) => {
    const columns = needed.get(table);
    if (!columns) throw refuse(askedAt, `expected a table declared under tables, got ${table}`);
    const known = columns.get(name);
    if (known) known.read ||= read;
    else columns.set(name, { ...(declared.get(table)?.get(name) ?? { name, type: 'text' }), askedAt, read });
  };
  for (const [table, { key, columns }] of Object.entries(policy.tables)) {
    for (const [position, name] of key.entries()) ask(table, name, ['tables', table, 'key', position]);
    for (const [output, rule] of Object.entries(columns)) {
      const path = ['tables', table, 'columns', output];
      // A dropped column is named so that it is known; a misspelt name must not pass.
      ask(table, rule.from ?? output, path, !rule.drop);
      const told = rule.person?.of ?? rule.address?.of;
      if (told !== undefined) ask(table, told, path);
      for (const own of rule.redact?.own ?? []) ask(...splitColumnPath(own), [...path, 'redact', 'own']);
      if (rule.generalize?.lookup) ask(...splitColumnPath(rule.generalize.lookup), [...path, 'generalize', 'lookup']);
    }
  }
  for (const [position, { column }] of policy.subject.strata.entries())
    ask(...splitColumnPath(column), ['subject', 'strata', position]);
  for (const [position, { child, columns, parent, parentColumns, when }] of policy.relations.entries()) {
    for (const name of columns) ask(child, name, ['relations', position, 'columns']);
    if (when) ask(child, when.column, ['relations', position, 'when']);
    for (const name of parentColumns ?? []) ask(parent, name, ['relations', position, 'parentColumns']);
  }
  for (const [position, { columns, tuple = [] }] of (policy.identifiers === 'none' ? [] : policy.identifiers).entries())
    for (const path of [...columns, ...tuple]) ask(...splitColumnPath(path), ['identifiers', position, 'columns']);
  return needed;
}

function declaredTypes(policy: ExtractPolicy, refuse: RefusePolicy): Map<string, Map<string, ColumnDefinition>> {
  const types = new Map<string, Map<string, ColumnDefinition>>();
  for (const [table, { columns }] of Object.entries(policy.tables)) {
    const ofTable = new Map<string, ColumnDefinition>();
    types.set(table, ofTable);
    for (const [output, { from, type, format }] of Object.entries(columns)) {
      const name = from ?? output;
      const other = ofTable.get(name);
      if (other && other.type !== type)
        throw refuse(
          ['tables', table, 'columns', output, 'type'],
          `expected ${other.type}, as column ${name} is declared above, got ${type}`,
        );
      ofTable.set(name, { name, type, ...(format === undefined ? {} : { format }) });
    }
  }
  return types;
}
